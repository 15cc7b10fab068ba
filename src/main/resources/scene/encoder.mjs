// SPDX-License-Identifier: Apache-2.0
// Hands bitmaps to a worker, so that one view is reduced and encoded while the next is drawn.
export class Encoder {
  constructor() {
    this.pending = new Map();
    this.last = 0;
    this.worker = new Worker('/scene/encode-worker.mjs', { type: 'module' });
    this.worker.onmessage = ({ data }) => {
      const { resolve, reject } = this.pending.get(data.id);
      this.pending.delete(data.id);
      if (data.error) reject(new Error(data.error));
      else resolve(data);
    };
    this.worker.onerror = (event) => {
      for (const { reject } of this.pending.values()) reject(new Error(`encoder: ${event.message}`));
      this.pending.clear();
    };
  }

  /** Encodes one view from its tiles; resolves to base64, and whether nothing was drawn. */
  encode({ width, height, mime, quality, background }, tiles) {
    const id = ++this.last;
    const result = new Promise((resolve, reject) => this.pending.set(id, { resolve, reject }));
    // Nobody awaits the first ones while the later ones are still drawn.
    result.catch(() => {});
    for (const tile of tiles) this.worker.postMessage({ id, tile, width, height }, [tile.bitmap]);
    this.worker.postMessage({ id, mime, quality, background });
    return result;
  }
}
