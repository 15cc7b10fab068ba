// SPDX-License-Identifier: Apache-2.0
// From a job's URL to a Three.js scene, and every byte of it given back afterwards.
import { LoadingManager } from 'three';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import { DRACOLoader } from 'three/addons/loaders/DRACOLoader.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js';

const LIBS = '/three/examples/jsm/libs/';

// What GLTFLoader r181 and the decoders here understand; a model that requires more would be drawn wrong.
const UNDERSTOOD = new Set([
  'EXT_materials_bump',
  'EXT_mesh_gpu_instancing',
  'EXT_meshopt_compression',
  'EXT_texture_avif',
  'EXT_texture_webp',
  'KHR_draco_mesh_compression',
  'KHR_lights_punctual',
  'KHR_materials_anisotropy',
  'KHR_materials_clearcoat',
  'KHR_materials_dispersion',
  'KHR_materials_emissive_strength',
  'KHR_materials_ior',
  'KHR_materials_iridescence',
  'KHR_materials_sheen',
  'KHR_materials_specular',
  'KHR_materials_transmission',
  'KHR_materials_unlit',
  'KHR_materials_variants',
  'KHR_materials_volume',
  'KHR_mesh_quantization',
  'KHR_texture_basisu',
  'KHR_texture_transform',
]);

/** A fault of the model, not of the scene. */
export class ModelError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const manager = new LoadingManager();
let base = null;
let refused = [];
let broken = [];

// The first of four walls between a model and the network; the others are CSP, the resolver and the server's own list.
manager.setURLModifier((url) => {
  const whole = new URL(url, location.href);
  if (whole.protocol === 'blob:' || whole.protocol === 'data:') return url;
  if (whole.origin === location.origin && (whole.pathname.startsWith(base) || whole.pathname.startsWith(LIBS))) return url;
  refused.push(url);
  throw new ModelError('invalid_model', `uri: ${brief(url)} (expected: a file of input_resources)`);
});
manager.onError = (url) => broken.push(url);

let loader = null;

function loaderFor(renderer) {
  if (loader) return loader;
  const draco = new DRACOLoader(manager).setDecoderPath(`${LIBS}draco/gltf/`).setWorkerLimit(1);
  const ktx2 = new KTX2Loader(manager).setTranscoderPath(`${LIBS}basis/`).setWorkerLimit(1).detectSupport(renderer);
  loader = new GLTFLoader(manager).setDRACOLoader(draco).setKTX2Loader(ktx2).setMeshoptDecoder(MeshoptDecoder);
  return loader;
}

export async function load(job, { renderer }) {
  base = job.base;
  refused = [];
  broken = [];
  const response = await fetch(job.base + job.file);
  if (!response.ok) throw new Error(`model: HTTP ${response.status} from the scene server`);
  const bytes = await response.arrayBuffer();
  let gltf;
  try {
    gltf = await loaderFor(renderer).parseAsync(bytes, job.base);
  } catch (error) {
    throw asModelError(error);
  }
  const model = { scene: gltf.scene ?? gltf.scenes[0], scenes: gltf.scenes };
  try {
    if (!model.scene) throw new ModelError('invalid_model', 'scenes: none (expected: at least one)');
    const unknown = (gltf.parser.json.extensionsRequired ?? []).filter((name) => !UNDERSTOOD.has(name));
    if (unknown.length) {
      throw new ModelError('unsupported_format', `extensionsRequired: ${brief(unknown.join(', '))} (expected: known ones)`);
    }
    if (refused.length) {
      throw new ModelError('invalid_model', `uri: ${brief(refused[0])} (expected: a file of input_resources)`);
    }
    if (broken.length) {
      throw new ModelError('invalid_model', `image: ${brief(name(broken[0]))} (expected: a picture that can be decoded)`);
    }
    await shrink(model, 2 * Math.max(job.width, job.height));
    return model;
  } catch (error) {
    release(model);
    throw error;
  }
}

function asModelError(error) {
  if (error instanceof ModelError) return error;
  const text = String(error?.message ?? error);
  if (/allocation failed|out of memory/i.test(text)) return new ModelError('model_too_large', `model: ${brief(text)}`);
  return new ModelError('invalid_model', `model: ${brief(text)} (expected: valid glTF 2.0)`);
}

function name(url) {
  if (url.startsWith('blob:')) return 'embedded in the model';
  if (url.startsWith('data:')) return 'in a data URI';
  return url.startsWith(base) ? url.slice(base.length) : url;
}

function brief(text) {
  return text.length > 160 ? `${text.slice(0, 160)}...` : text;
}

function* texturesOf(model) {
  const seen = new Set();
  for (const material of materialsOf(model)) {
    for (const value of Object.values(material)) {
      if (value?.isTexture && !seen.has(value)) {
        seen.add(value);
        yield value;
      }
    }
  }
}

function* materialsOf(model) {
  const seen = new Set();
  for (const root of model.scenes) {
    const stack = [root];
    while (stack.length) {
      const object = stack.pop();
      for (const child of object.children) stack.push(child);
      for (const material of [object.material].flat()) {
        if (material && !seen.has(material)) {
          seen.add(material);
          yield material;
        }
      }
    }
  }
}

/** Reduces pictures whose detail the output can't show: mips and upload are a third of a textured job. */
async function shrink(model, edge) {
  const smaller = new Map();
  for (const texture of texturesOf(model)) {
    const image = texture.image;
    if (!(image instanceof ImageBitmap) || Math.max(image.width, image.height) <= edge) continue;
    if (!smaller.has(image)) {
      const factor = edge / Math.max(image.width, image.height);
      const reduced = await createImageBitmap(image, {
        resizeWidth: Math.max(1, Math.round(image.width * factor)),
        resizeHeight: Math.max(1, Math.round(image.height * factor)),
        resizeQuality: 'medium',
        premultiplyAlpha: 'none',
        colorSpaceConversion: 'none',
      });
      smaller.set(image, reduced);
    }
    texture.image = smaller.get(image);
    texture.needsUpdate = true;
  }
  for (const image of smaller.keys()) image.close();
}

/** Frees geometries, textures, skeletons and decoded pictures. */
export function release(model) {
  for (const texture of texturesOf(model)) {
    texture.image?.close?.();
    texture.dispose();
  }
  for (const material of materialsOf(model)) material.dispose();
  for (const root of model.scenes) {
    root.traverse((object) => {
      object.geometry?.dispose();
      object.skeleton?.dispose();
      if (object.isInstancedMesh) object.dispose();
    });
  }
}
