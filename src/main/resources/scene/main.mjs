// SPDX-License-Identifier: Apache-2.0
// One warm page: a job comes in as small JSON, its model over loopback HTTP; encoded images go out as base64.
import { Encoder } from './encoder.mjs';
import { aim, measure } from './framing.mjs';
import { load, release } from './loading.mjs';
import { ModelError } from './model-error.mjs';
import { Studio } from './studio.mjs';

const studio = new Studio();
const encoder = new Encoder();

/** Renders every angle of one model; never rejects: what went wrong is a code and a sentence. */
async function render(job) {
  const started = performance.now();
  let model = null;
  try {
    model = await load(job, studio);
    const loaded = performance.now();
    studio.show(model.scene);
    const sphere = measure(model.scene);
    if (job.shadow) studio.lay(sphere);
    const images = [];
    for (const angle of job.angles) {
      aim(studio.camera, sphere, angle, job.width / job.height);
      if (job.shadow) studio.ground.see(studio.camera, sphere);
      images.push(encoder.encode(job, studio.draw(job)));
      // A lost context draws nothing, silently; the page is of no use after it.
      if (studio.lost()) return failure('context_lost', 'the graphics context was lost');
    }
    const drawn = performance.now();
    const encoded = await Promise.all(images);
    if (studio.lost() || studio.exhausted()) return failure('context_lost', 'the graphics memory ran out');
    if (encoded.every((image) => image.blank)) {
      throw new ModelError('invalid_model', 'model: nothing to see from any angle (expected: visible triangles)');
    }
    return {
      images: encoded.map((image) => image.base64),
      loadMs: loaded - started,
      drawMs: drawn - loaded,
      encodeMs: performance.now() - drawn,
      ...studio.usage(),
    };
  } catch (error) {
    if (studio.lost()) return failure('context_lost', 'the graphics context was lost');
    if (error instanceof ModelError) return failure(error.code, error.message);
    // Three walks its tree by recursion, and a typed array has its limits: both say RangeError.
    if (error instanceof RangeError) return failure('invalid_model', `model: ${error.message} (expected: sane sizes)`);
    return failure('scene', String(error?.stack ?? error));
  } finally {
    studio.clear();
    if (model) release(model);
  }
}

function failure(code, message) {
  return { code, message: message.slice(0, 400) };
}

globalThis.scene = { render, facts: () => studio.facts() };
