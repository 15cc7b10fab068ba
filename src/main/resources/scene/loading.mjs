// SPDX-License-Identifier: Apache-2.0
// From a job's URL to a Three.js scene, and every byte of it given back afterwards.
import { LoadingManager } from 'three';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import { DRACOLoader } from 'three/addons/loaders/DRACOLoader.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js';
import { ModelError } from './model-error.mjs';

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

/**
 * Watches over one job's requests. It is the first of four walls between a model and the network; the others are the
 * page's CSP, the browser's resolver and the server's own list. One a job: what a failed job still asks for must not be
 * held against the next.
 */
class Guard {
  constructor(base) {
    this.base = base;
    this.broken = [];
    this.refused = [];
    this.manager = new LoadingManager();
    this.manager.setURLModifier((url) => this.admit(url));
    this.manager.onError = (url) => this.broken.push(url);
  }

  admit(url) {
    const { protocol, origin, pathname } = new URL(url, location.href);
    if (protocol === 'blob:' || protocol === 'data:') return url;
    if (origin === location.origin && (pathname.startsWith(this.base) || pathname.startsWith(LIBS))) return url;
    this.refused.push(url);
    throw outside(url);
  }

  /** Throws when something the model refers to did not arrive: without it the picture would be a wrong one. */
  check() {
    if (this.refused.length) throw outside(this.refused[0]);
    for (const url of this.broken) {
      if (url.startsWith('blob:')) {
        throw new ModelError('invalid_model', 'image: embedded in the model (expected: one that can be decoded)');
      }
      const name = url.startsWith(this.base) ? url.slice(this.base.length) : url;
      throw new ModelError('invalid_model', `uri: ${brief(name)} (expected: a readable file of input_resources)`);
    }
  }
}

function outside(url) {
  return new ModelError('invalid_model', `uri: ${brief(url)} (expected: a file of input_resources)`);
}

const libraries = new Guard(LIBS).manager;
const draco = new DRACOLoader(libraries).setDecoderPath(`${LIBS}draco/gltf/`).setWorkerLimit(1);
const ktx2 = new KTX2Loader(libraries).setTranscoderPath(`${LIBS}basis/`).setWorkerLimit(1);

function loaderFor(guard) {
  // The transcoder is kept for the life of the page, the watch over its requests is not.
  const guarded = Object.assign(Object.create(ktx2), {
    manager: guard.manager,
    init: () => ktx2.init(),
    load: (url, done, progress, failed) =>
      KTX2Loader.prototype.load.call(guarded, url, done, progress, (error) => {
        guard.broken.push(url);
        failed(error);
      }),
  });
  return new GLTFLoader(guard.manager).setDRACOLoader(draco).setKTX2Loader(guarded).setMeshoptDecoder(MeshoptDecoder);
}

export async function load(job, { renderer }) {
  if (!ktx2.workerConfig) ktx2.detectSupport(renderer);
  const response = await fetch(job.base + job.file);
  if (!response.ok) throw new Error(`model: HTTP ${response.status} from the scene server`);
  const bytes = await response.arrayBuffer();
  const guard = new Guard(job.base);
  let model = null;
  try {
    const gltf = await loaderFor(guard).parseAsync(bytes, job.base);
    model = { scene: gltf.scene, scenes: gltf.scenes };
    const unknown = (gltf.parser.json.extensionsRequired ?? []).filter((name) => !UNDERSTOOD.has(name));
    if (unknown.length) {
      throw new ModelError('unsupported_format', `extensionsRequired: ${brief(unknown.join(', '))} (expected: known ones)`);
    }
    guard.check();
    if (!model.scene) throw new ModelError('invalid_model', 'scenes: none (expected: at least one)');
    model.scene.traverse(checkJoints);
    await shrink(model, 2 * Math.max(job.width, job.height));
    return model;
  } catch (error) {
    if (model) release(model);
    guard.check();
    throw asModelError(error);
  }
}

/** A vertex that hangs on a joint which its skin has not would end the page's own code, and look like its fault. */
function checkJoints({ isSkinnedMesh, skeleton, geometry }) {
  const joints = isSkinnedMesh && geometry.attributes.skinIndex;
  if (!joints) return;
  const most = skeleton.bones.length;
  for (let i = 0; i < joints.count; i++) {
    for (let k = 0; k < joints.itemSize; k++) {
      const joint = joints.getComponent(i, k);
      if (joint < most) continue;
      throw new ModelError('invalid_model', `JOINTS_0: ${joint} (expected: below the skin's ${most} joints)`);
    }
  }
}

function asModelError(error) {
  if (error instanceof ModelError) return error;
  const text = String(error?.message ?? error);
  if (/allocation failed|out of memory/i.test(text)) return new ModelError('model_too_large', `model: ${brief(text)}`);
  return new ModelError('invalid_model', `model: ${brief(text)} (expected: valid glTF 2.0)`);
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
