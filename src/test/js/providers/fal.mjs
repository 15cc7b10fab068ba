// SPDX-License-Identifier: Apache-2.0
// Runs FAL's own client against a base URL and says in JSON what it makes of the answers.
import { createFalClient } from "@fal-ai/client";

const [base, credentials, image] = process.argv.slice(2);
const client = (key) =>
  createFalClient({
    credentials: key,
    retry: { maxRetries: 0 },
    requestMiddleware: async (request) => ({
      ...request,
      url: request.url.replace("https://queue.fal.run", base),
    }),
  });
const failure = async (work) => {
  try {
    await work();
    return "none";
  } catch (error) {
    return `${error.name} ${error.status} ${error.fieldErrors?.[0]?.type ?? ""}`.trim();
  }
};

const fal = client(credentials);
const seen = [];
const make = (endpoint, input) =>
  fal.subscribe(endpoint, {
    input,
    pollInterval: 1,
    onQueueUpdate: (update) => seen.push(update.status),
  });
const picture = await make("fal-ai/nano-banana-2/edit", { prompt: "a disc", image_urls: [image] });
const cutout = await make("fal-ai/birefnet/v2", { image_url: image });
const model = await make("fal-ai/hunyuan-3d/v3.1/pro/image-to-3d", { input_image_url: image });
const reading = await make("openrouter/router/vision", { model: "m", prompt: "p", image_urls: [image] });
const waiting = await fal.queue.submit("fal-ai/birefnet/v2", { input: { image_url: image } });
await fal.queue.cancel("fal-ai/birefnet/v2", { requestId: waiting.request_id });

console.log(
  JSON.stringify({
    states: [...new Set(seen)],
    picture: picture.data.images[0].url,
    requestId: picture.requestId,
    cutout: cutout.data.image.url,
    model: model.data.model_glb.url,
    reading: reading.data.output,
    position: waiting.queue_position,
    badKey: await failure(() => client("other").queue.submit("fal-ai/birefnet/v2", { input: {} })),
    badInput: await failure(() => fal.queue.submit("fal-ai/birefnet/v2", { input: {} })),
    unknown: await failure(() => fal.queue.status("fal-ai/birefnet/v2", { requestId: "r999" })),
  }),
);
