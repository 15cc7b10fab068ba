// SPDX-License-Identifier: Apache-2.0
// Runs aimock's queue of FAL until its standard input ends; prints its base URL. A call that has no header of a target
// host, which aimock routes by, gets FAL's.
import http from "node:http";
import { syncBuiltinESMExports } from "node:module";

const create = http.createServer;
http.createServer = (...args) => {
  const server = create(...args);
  server.prependListener("request", (request) => {
    request.headers["x-fal-target-host"] ??= "queue.fal.run";
  });
  return server;
};
syncBuiltinESMExports();
const { LLMock } = await import("@copilotkit/aimock");

const mock = new LLMock({ port: 0, host: "127.0.0.1", falQueue: { pollsBeforeInProgress: 1, pollsBeforeCompleted: 3 } });
mock.addFixture({ match: { endpoint: "fal" }, response: { json: JSON.parse(process.argv[2]) } });
await mock.start();
console.log(`${mock.url}/fal`);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
