// SPDX-License-Identifier: Apache-2.0
// Three's exporter writes pictures in the order in which they happen to be encoded; here everything gets its place.
import { GLTFExporter } from 'three/addons/exporters/GLTFExporter.js';

const JSON_CHUNK = 0x4e4f534a;
const BINARY_CHUNK = 0x004e4942;

/** Exports a scene as GLB, with the real pictures in the place of their stand-ins. */
export async function toGlb(scene, animations, pictures) {
  const sources = [];
  const exporter = new GLTFExporter().register(() => ({
    writeTexture: (texture, { source }) => {
      sources[source] = pictures.get(texture.image);
    },
  }));
  const exported = await exporter.parseAsync(scene, { binary: true, onlyVisible: false, animations });
  const { json, binary } = read(exported);
  prune(json);
  return write(json, arrange(json, binary, sources));
}

function read(glb) {
  const view = new DataView(glb);
  const length = view.getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(new Uint8Array(glb, 20, length)));
  return { json, binary: new Uint8Array(glb, 28 + length) };
}

/** Takes out what the exporter leaves of an animation of things that are not there; glTF allows no empty lists. */
function prune(json) {
  if (!json.animations) return;
  for (const animation of json.animations) {
    animation.channels = animation.channels.filter(({ sampler, target }) => {
      const { input, output } = animation.samplers[sampler];
      return target.node !== undefined && input !== null && output !== null;
    });
  }
  json.animations = json.animations.filter(({ channels }) => channels.length > 0);
  if (json.animations.length === 0) delete json.animations;
}

/** Lays out the buffer anew: vertex data in the order of writing, then the images in theirs. */
function arrange(json, binary, sources) {
  const images = json.images ?? [];
  const views = json.bufferViews ?? [];
  const ofImages = new Set(images.map((image) => image.bufferView));
  const order = [...views.keys()].filter((i) => !ofImages.has(i));
  const parts = order.map((i) => slice(binary, views[i]));
  images.forEach((image, i) => {
    order.push(image.bufferView);
    parts.push(sources[i]?.bytes ?? slice(binary, views[image.bufferView]));
    if (sources[i]) image.mimeType = sources[i].mimeType;
  });
  const place = new Map(order.map((from, to) => [from, to]));
  for (const accessor of json.accessors ?? []) accessor.bufferView = place.get(accessor.bufferView);
  for (const image of images) image.bufferView = place.get(image.bufferView);
  let length = 0;
  json.bufferViews = order.map((from, to) => {
    const view = { ...views[from], byteOffset: length, byteLength: parts[to].byteLength };
    length = padded(length + parts[to].byteLength);
    return view;
  });
  json.buffers = [{ byteLength: length }];
  const out = new Uint8Array(length);
  parts.forEach((part, i) => out.set(part, json.bufferViews[i].byteOffset));
  return out;
}

function slice(binary, { byteOffset = 0, byteLength }) {
  return binary.subarray(byteOffset, byteOffset + byteLength);
}

function write(json, binary) {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const jsonLength = padded(text.byteLength);
  const glb = new Uint8Array(28 + jsonLength + binary.byteLength);
  const view = new DataView(glb.buffer);
  [0x46546c67, 2, glb.byteLength, jsonLength, JSON_CHUNK].forEach((word, i) => view.setUint32(i * 4, word, true));
  glb.set(text, 20);
  glb.fill(0x20, 20 + text.byteLength, 20 + jsonLength);
  view.setUint32(20 + jsonLength, binary.byteLength, true);
  view.setUint32(24 + jsonLength, BINARY_CHUNK, true);
  glb.set(binary, 28 + jsonLength);
  return glb;
}

function padded(length) {
  return Math.ceil(length / 4) * 4;
}
