// SPDX-License-Identifier: Apache-2.0
// The files a model may refer to. A loader never reaches one: it gets a picture of one pixel for each, and the real
// bytes are put in its place when everything is known. So a missing picture, or one on another host, stops nothing.
import { DefaultLoadingManager, LoadingManager, TextureLoader } from 'three';
import { TGALoader } from 'three/addons/loaders/TGALoader.js';

const PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='),
  (c) => c.charCodeAt(0),
);

export class Files {
  constructor({ base, resources }) {
    this.base = base;
    this.resources = resources;
    this.standIns = new Map();
    this.bySource = new Map();
    this.manager = this.watched(new LoadingManager());
    // USDAParser takes no manager.
    this.watched(DefaultLoadingManager);
    // A stand-in is a PNG, whatever the name of the picture says.
    TGALoader.prototype.load = TextureLoader.prototype.load;
  }

  watched(manager) {
    manager.setURLModifier((url) => this.standIn(url));
    manager.busy = false;
    manager.onStart = () => {
      manager.busy = true;
    };
    manager.onLoad = () => {
      manager.busy = false;
      manager.settled?.();
    };
    return manager;
  }

  /** Waits until each stand-in that was asked for is there. */
  async settle() {
    for (const manager of [this.manager, DefaultLoadingManager]) {
      if (manager.busy) await new Promise((resolve) => (manager.settled = resolve));
    }
  }

  standIn(url) {
    if (this.standIns.has(url)) return url;
    if (!this.bySource.has(url)) {
      const address = URL.createObjectURL(new Blob([PIXEL], { type: 'image/png' }));
      this.standIns.set(address, { label: label(url), bytes: this.fetchSource(url) });
      this.bySource.set(url, address);
    }
    return this.bySource.get(url);
  }

  /** Return what a texture stands for: a label, and a promise of bytes or null. */
  sourceOf(texture) {
    return this.standIns.get(texture.image?.src) ?? null;
  }

  // At once: a loader may revoke its blob as soon as the stand-in has come.
  fetchSource(url) {
    if (/^(blob|data):/.test(url)) return read(url);
    const name = this.find(url);
    return name === null ? Promise.resolve(null) : read(this.address(name));
  }

  address(name) {
    return this.base + name.replace(/^\.\//, '').split('/').map(encodeURIComponent).join('/');
  }

  /** Read a resource as text; null when the task has none of that name. */
  async text(reference) {
    const name = this.find(reference);
    const bytes = name === null ? null : await read(this.address(name));
    return bytes && new TextDecoder().decode(bytes);
  }

  /** Find a resource: by its path, else by its path in any case, else by its file name where that is the only one. */
  find(reference) {
    const path = plain(reference);
    const folded = path.toLowerCase();
    const last = (name) => name.slice(name.lastIndexOf('/') + 1);
    for (const same of [
      (name) => name === path,
      (name) => name.toLowerCase() === folded,
      (name) => last(name).toLowerCase() === last(folded),
    ]) {
      const found = this.resources.filter((name) => same(plain(name)));
      if (found.length === 1) return found[0];
    }
    return null;
  }
}

function plain(reference) {
  let path = reference.replaceAll('\\', '/').replace(/^file:\/\//, '');
  try {
    path = decodeURIComponent(path);
  } catch {
    // A per cent sign that means itself.
  }
  return path.replace(/^(\.\/)+/, '');
}

function label(url) {
  return /^(blob|data):/.test(url) ? 'an embedded picture' : url.slice(0, 120);
}

async function read(address) {
  try {
    const response = await fetch(address);
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
}
