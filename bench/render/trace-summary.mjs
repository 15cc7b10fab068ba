// SPDX-License-Identifier: Apache-2.0
// What Chromium's trace says of the last warm jobs: node trace-summary.mjs TRACE.json. Self time by event, milliseconds a job.
import { readFileSync } from 'node:fs';

const { traceEvents } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const names = new Map();
const processes = new Map();
for (const event of traceEvents) {
  if (event.name === 'thread_name') names.set(`${event.pid}/${event.tid}`, event.args.name.replace(/[\d/]+$/, ''));
  if (event.name === 'process_name') processes.set(event.pid, event.args.name);
}
// A job begins where its model is asked for.
const starts = traceEvents
  .filter((event) => event.name === 'ResourceSendRequest' && /\/main\.glb/.test(event.args?.data?.url ?? ''))
  .map((event) => event.ts)
  .sort((a, b) => a - b);
if (starts.length < 4) throw new Error(`trace: ${starts.length} jobs (expected: at least 4; TRACE_SECONDS gives more)`);
// The first two compile shaders and warm caches; the last may be cut short.
const jobs = starts.length - 3;
const [from, to] = [starts.at(-jobs - 1), starts.at(-1)];

const threads = new Map();
for (const event of traceEvents) {
  if (event.ph !== 'X' || event.ts < from || event.ts >= to) continue;
  const key = `${event.pid}/${event.tid}`;
  if (!threads.has(key)) threads.set(key, []);
  threads.get(key).push(event);
}
const rows = new Map();
for (const [key, events] of threads) {
  events.sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const stack = [];
  const where = `${processes.get(Number(key.split('/')[0])) ?? '?'} / ${names.get(key) ?? '?'}`;
  for (const event of events) {
    while (stack.length && stack.at(-1).ts + stack.at(-1).dur <= event.ts) stack.pop();
    const add = (name, micros) => rows.set(`${where} / ${name}`, (rows.get(`${where} / ${name}`) ?? 0) + micros);
    add(event.name, event.dur ?? 0);
    if (stack.length) add(stack.at(-1).name, -(event.dur ?? 0));
    stack.push(event);
  }
}
console.log(`wall ${((to - from) / 1000 / jobs).toFixed(0)} ms a job, ${jobs} jobs; self time by event:`);
for (const [name, micros] of [...rows].sort((a, b) => b[1] - a[1]).slice(0, 24)) {
  console.log(`  ${name.padEnd(86)} ${(micros / 1000 / jobs).toFixed(1).padStart(7)} ms`);
}
