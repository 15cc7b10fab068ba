// SPDX-License-Identifier: Apache-2.0
// The worker's own loader, framing and studio, with a camera that stands where the caller says.
import { MathUtils, NeutralToneMapping, NoToneMapping, PMREMGenerator, Texture } from 'three';
import { Encoder } from '/scene/encoder.mjs';
import { FOV, aim, measure } from '/scene/framing.mjs';
import { load, release } from '/scene/loading.mjs';
import { Studio } from '/scene/studio.mjs';

const studio = new Studio();
const encoder = new Encoder();

/** Where the worker's camera looks: the centre and radius of what is visible. */
export async function sphere(job) {
  const model = await load(job, studio);
  try {
    studio.show(model.scene);
    const { center, radius } = measure(model.scene);
    return { center: center.toArray(), radius };
  } finally {
    studio.clear();
    release(model);
  }
}

/** Draws from an orbit: degrees around, degrees from the top, a distance, and a vertical field of view. */
export async function picture(job, { target, theta, phi, radius, fov }) {
  const model = await load(job, studio);
  try {
    studio.show(model.scene);
    const { camera } = studio;
    // For what follows from the size of the model; then the camera moves.
    const seen = measure(model.scene);
    aim(camera, seen, { yaw: 0, pitch: 0 }, job.width / job.height);
    camera.rotation.set(-MathUtils.degToRad(90 - phi), MathUtils.degToRad(theta), 0, 'YXZ');
    camera.position.set(0, 0, radius).applyEuler(camera.rotation);
    camera.position.x += target[0];
    camera.position.y += target[1];
    camera.position.z += target[2];
    camera.fov = fov;
    camera.far = camera.position.distanceTo(seen.center) + seen.radius * 1.05;
    camera.near = Math.max(camera.far - 2.1 * seen.radius, camera.far / 10000);
    camera.updateMatrixWorld(true);
    camera.updateProjectionMatrix();
    return (await encoder.encode(job, studio.draw(job))).base64;
  } finally {
    studio.camera.fov = FOV;
    studio.clear();
    release(model);
  }
}

/** Puts the studio in model-viewer's light, a scene that is baked as ours is, at its brightness, with its filter of textures. */
export async function relight(scene, exposure) {
  const { default: EnvironmentScene } = await import('./' + scene);
  const generator = new PMREMGenerator(studio.renderer);
  studio.renderer.toneMapping = NoToneMapping;
  studio.scene.environment = generator.fromScene(new EnvironmentScene('neutral'), 0.04).texture;
  studio.renderer.toneMapping = NeutralToneMapping;
  generator.dispose();
  studio.scene.environmentIntensity = 1;
  Texture.DEFAULT_ANISOTROPY = 4;
  studio.renderer.toneMappingExposure = exposure;
}
