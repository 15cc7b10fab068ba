// SPDX-License-Identifier: Apache-2.0
// Runs Replicate's own client against a base URL and says in JSON what it makes of the answers.
import Replicate from "replicate";

const [baseUrl, auth, image] = process.argv.slice(2);
const client = (key) => new Replicate({ auth: key, baseUrl, useFileOutput: false });
const failure = async (work) => {
  try {
    await work();
    return "none";
  } catch (error) {
    return `${error.name} ${error.response?.status ?? error.message}`;
  }
};

const replicate = client(auth);
const states = [];
const wait = { mode: "poll", interval: 1 };
const version = "a".repeat(64);
const official = await replicate.run("bria/remove-background", { input: { image }, wait }, (p) => states.push(p.status));
const community = await replicate.run(`owner/name:${version}`, { input: { image }, wait });
const waiting = await replicate.predictions.create({ version, input: { image } });
const cancelled = await replicate.predictions.cancel(waiting.id);

console.log(
  JSON.stringify({
    states: [...new Set(states)],
    official,
    community,
    cancelled: cancelled.status,
    badKey: await failure(() => client("other").predictions.create({ version, input: { image } })),
    badInput: await failure(() => replicate.predictions.create({ version, input: {} })),
    unknown: await failure(() => replicate.predictions.get("p999")),
  }),
);
