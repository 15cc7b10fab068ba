// SPDX-License-Identifier: Apache-2.0
// Pictures go into the GLB as they are where glTF knows their format, and are not decoded then.
import { TGALoader } from 'three/addons/loaders/TGALoader.js';

/** The slots that the exporter writes. */
const TEXTURES = ['map', 'emissiveMap', 'normalMap', 'aoMap', 'metalnessMap', 'roughnessMap'];

// As the check of the finished model has it; larger ones aren't decoded.
const EDGE_MAX = 8192;

/** Settles every texture; resolves to the picture of each stand-in that the exporter will write. */
export async function collectPictures(materials, geometries, files, notes) {
  const bySource = new Map();
  const turned = new Set();
  for (const material of materials) {
    for (const [slot, texture] of Object.entries(material)) {
      if (!texture?.isTexture) continue;
      const picture = TEXTURES.includes(slot) ? await pictureOf(texture, files, bySource, notes) : null;
      if (!picture) {
        material[slot] = null;
        if (!TEXTURES.includes(slot)) notes.add(`${slot}: not kept, glTF has none`);
        continue;
      }
      texture.userData = {};
      texture.image = picture.standIn;
      if (!turned.has(texture)) turnOver(texture);
      turned.add(texture);
    }
    await separate(material, bySource);
  }
  for (const geometry of geometries) turnOverUvs(geometry);
  return new Map([...bySource.values()].filter(Boolean).map((picture) => [picture.standIn, picture]));
}

async function pictureOf(texture, files, bySource, notes) {
  const source = files.sourceOf(texture);
  if (!source) {
    notes.add('texture: not kept, it names no picture');
    return null;
  }
  if (!bySource.has(source)) {
    const picture = await encoded(await source.bytes).catch(() => null);
    if (picture) picture.standIn = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
    else notes.add(`texture ${source.label}: not kept, missing or unreadable`);
    bySource.set(source, picture);
  }
  return bySource.get(source);
}

/** PNG and JPEG as they are, anything else as PNG. */
async function encoded(bytes) {
  if (!bytes) return null;
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47)) return { mimeType: 'image/png', bytes };
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return { mimeType: 'image/jpeg', bytes };
  const canvas = await draw(bytes);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return { mimeType: 'image/png', bytes: new Uint8Array(await blob.arrayBuffer()) };
}

async function draw(bytes) {
  const image = await bitmap(bytes);
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (image instanceof ImageData) context.putImageData(image, 0, 0);
  else context.drawImage(image, 0, 0);
  return canvas;
}

async function bitmap(bytes) {
  const image = await createImageBitmap(new Blob([bytes]), { colorSpaceConversion: 'none' }).catch(() => tga(bytes));
  if (Math.max(image.width, image.height) > EDGE_MAX) throw new Error('too large');
  return image;
}

/** TGA has no signature: it is tried last. */
function tga(bytes) {
  const width = bytes[12] | (bytes[13] << 8);
  const height = bytes[14] | (bytes[15] << 8);
  if (!(width * height > 0 && Math.max(width, height) <= EDGE_MAX)) throw new Error('no picture');
  const { data } = new TGALoader().parse(bytes.buffer);
  return new ImageData(new Uint8ClampedArray(data), width, height);
}

function startsWith(bytes, ...magic) {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** The exporter merges metalness and roughness by drawing both, so both must be there in full. */
async function separate(material, bySource) {
  const { metalnessMap, roughnessMap } = material;
  if (metalnessMap === roughnessMap || (!metalnessMap && !roughnessMap)) return;
  for (const texture of [metalnessMap, roughnessMap].filter(Boolean)) {
    const picture = [...bySource.values()].find((each) => each?.standIn === texture.image);
    if (picture) texture.image = await draw(picture.bytes);
  }
}

/**
 * Loaders count v from the lower edge and have pictures turned over for it; glTF counts from the upper edge. With every
 * v turned over instead, pictures stay as they are. For uv' = A uv + t that is A' = D A D, t' = D (A e + t) + e, where D
 * negates v and e is (0, 1).
 */
function turnOver(texture) {
  const { offset, repeat, rotation } = texture;
  const x = repeat.x * Math.sin(rotation) + offset.x;
  const y = 1 - (repeat.y * Math.cos(rotation) + offset.y);
  offset.set(x, y);
  texture.rotation = -rotation || 0;
  texture.flipY = false;
}

function turnOverUvs(geometry) {
  for (const name of ['uv', 'uv1', 'uv2', 'uv3']) {
    const uv = geometry.attributes[name];
    if (uv) for (let i = 0; i < uv.count; i++) uv.setY(i, 1 - uv.getY(i));
  }
}
