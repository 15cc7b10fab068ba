// SPDX-License-Identifier: Apache-2.0
// A page that works on files: the input comes over loopback HTTP, the result goes back the same way.
import { ModelError } from './model-error.mjs';

/** Wraps a tool: never rejects, what went wrong is a code and a sentence. */
function tool(load) {
  return async (job) => {
    try {
      const { run } = await load();
      const response = await fetch(job.base + job.file);
      if (!response.ok) throw new Error(`input: HTTP ${response.status} from the scene server`);
      const { facts, body } = await run(await response.arrayBuffer(), job);
      if (body.byteLength > job.answerMax) {
        throw new ModelError('model_too_large', `model: ${body.byteLength} bytes as glTF (expected: at most ${job.answerMax})`);
      }
      const sent = await fetch(job.base, { method: 'PUT', body });
      if (!sent.ok) throw new Error(`answer: HTTP ${sent.status} from the scene server`);
      return facts;
    } catch (error) {
      if (error instanceof ModelError) return failure(error.code, error.message);
      return failure('workbench', String(error?.stack ?? error));
    }
  };
}

function failure(code, message) {
  return { code, message: message.slice(0, 400) };
}

globalThis.workbench = {
  convert: tool(() => import('./convert/formats.mjs')),
  draco: tool(() => import('./draco.mjs')),
};
