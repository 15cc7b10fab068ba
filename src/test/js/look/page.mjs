// SPDX-License-Identifier: Apache-2.0
// Renders a view.cbor as scene/main.mjs renders a GLB: the same studio, camera and encoder; only the loader is another. With a
// time, a GLB too: main.mjs shows models at rest.
import * as THREE from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { Encoder } from '/scene/encoder.mjs';
import { aim, measure } from '/scene/framing.mjs';
import { Studio } from '/scene/studio.mjs';
import { MeshoptDecoder } from './meshopt_decoder.mjs';
import { parseView } from './view-loader.mjs';

const studio = new Studio();
const encoder = new Encoder();

export async function render(job) {
  try {
    const bytes = await (await fetch(job.base + job.file)).arrayBuffer();
    const { scene, animations } = job.file.endsWith('.glb')
      ? await new GLTFLoader().parseAsync(bytes, '')
      : await parseView(new Uint8Array(bytes), { THREE, MeshoptDecoder });
    await pictures(scene);
    if (job.seconds >= 0) play(scene, animations, job.seconds);
    studio.show(scene);
    const sphere = measure(scene);
    const images = [];
    for (const angle of job.angles) {
      aim(studio.camera, sphere, angle, job.width / job.height);
      images.push(encoder.encode(job, studio.draw(job)));
    }
    const encoded = await Promise.all(images);
    return { images: encoded.map((image) => image.base64), loadMs: 0, drawMs: 0, encodeMs: 0, ...studio.usage() };
  } catch (error) {
    return { code: 'view', message: String(error?.stack ?? error).slice(0, 400) };
  } finally {
    studio.clear();
  }
}

/** Moves everything to where it is after so many seconds. */
function play(scene, animations, seconds) {
  const mixer = new THREE.AnimationMixer(scene);
  for (const animation of animations) mixer.clipAction(animation).play();
  mixer.setTime(seconds);
}

/** Waits for the pictures, which the loader decodes while the scene can already be drawn. */
async function pictures(scene) {
  const textures = new Set();
  scene.traverse(({ material }) => {
    for (const value of Object.values(material ?? {})) if (value?.isTexture) textures.add(value);
  });
  for (let left = 1000; [...textures].some((texture) => !texture.image); left--) {
    if (left === 0) throw new Error('picture: not decoded');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
