// SPDX-License-Identifier: Apache-2.0
// Serves aimock on loopback until standard input ends: it dies with the test that started it.
import { readFileSync } from "node:fs";
import { LLMock } from "@copilotkit/aimock";

const { key, reading, score, image } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const mock = new LLMock({ port: 0, host: "127.0.0.1", strict: true, auth: { apiKeys: [key] } });
mock.on({ userMessage: "Describe" }, { content: reading });
mock.on({ userMessage: "Judge" }, { content: score });
mock.on({ userMessage: "Fail" }, { error: { message: "slow", type: "rate_limit_error", code: "rate_limit_exceeded" }, status: 429 });
mock.onImage("Paint", { image: { b64Json: image } });
// generateContent knows no image here; what it calls audio is the same inlineData.
mock.on({ userMessage: "Paint" }, { audio: { b64Json: image, contentType: "image/png" } });
await mock.start();
console.log(mock.url);
process.stdin.resume().on("end", () => mock.stop().then(() => process.exit(0)));
