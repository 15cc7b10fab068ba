// SPDX-License-Identifier: Apache-2.0
// A warm page of model-viewer that pictures a model from a given place in a given light, as a page on the web would show it.
import '/node_modules/@google/model-viewer/dist/model-viewer.min.js';

const LIBS = '/node_modules/three/examples/jsm/libs/';
const ModelViewer = customElements.get('model-viewer');
ModelViewer.dracoDecoderLocation = `${LIBS}draco/gltf/`;
ModelViewer.ktx2TranscoderLocation = `${LIBS}basis/`;
ModelViewer.meshoptDecoderLocation = '/node_modules/meshoptimizer/meshopt_decoder.cjs';
// A slow machine would get a smaller picture, scaled up.
ModelViewer.minimumRenderScale = 1;

const viewer = document.querySelector('model-viewer');
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

function event(target, name) {
  return new Promise((resolve, reject) => {
    target.addEventListener(name, resolve, { once: true });
    target.addEventListener('error', (e) => reject(new Error(String(e.detail?.sourceError?.message ?? e.message))), { once: true });
  });
}

/** Loads the model unless it is the one that is shown. */
async function show(src) {
  if (viewer.getAttribute('src') === src) return;
  const loaded = event(viewer, 'load');
  viewer.setAttribute('src', src);
  await loaded;
}

/** Draws; resolves to a PNG in base64, of the page's pixel ratio times the size. */
globalThis.picture = async ({ src, width, height, target, theta, phi, radius, fov, environment, exposure }) => {
  viewer.style.width = `${width}px`;
  viewer.style.height = `${height}px`;
  const orbit = `${theta}deg ${phi}deg ${radius}m`;
  Object.assign(viewer, { environmentImage: environment, exposure });
  viewer.setAttribute('min-field-of-view', '1deg');
  viewer.setAttribute('max-field-of-view', '180deg');
  viewer.setAttribute('field-of-view', `${fov}deg`);
  viewer.setAttribute('min-camera-orbit', `-Infinity 0deg ${radius}m`);
  viewer.setAttribute('max-camera-orbit', `Infinity 180deg ${radius}m`);
  viewer.setAttribute('camera-orbit', orbit);
  viewer.setAttribute('camera-target', target.map((value) => `${value}m`).join(' '));
  await show(src);
  await viewer.updateComplete;
  viewer.jumpCameraToGoal();
  // The light is made when it is first asked for, and a camera that jumped is drawn with the next frame.
  for (let i = 0; i < 6; i++) await frame();
  const blob = await viewer.toBlob({ mimeType: 'image/png' });
  const url = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
  return url.slice(url.indexOf(',') + 1);
};
