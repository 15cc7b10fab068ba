// SPDX-License-Identifier: Apache-2.0

// Receives avvy-worker's callbacks: checks the signature over the bytes as they came, and says so before it works.
//
//   CALLBACK_SECRETS=current,previous PORT=8080 node receiver.mjs
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

// A callback with inline artifacts can be this large; take what your tasks need, and no more.
const LARGEST = 64 << 20;

const FAMILIES = [
  'x-model-preview-signature',
  'x-model-object-signature',
  'x-model-projection-signature',
  'x-model-projection-model-signature',
];

/** Tell whether any secret made any of the signatures, in the same time wherever they differ. */
export function verify(secrets, headers, body) {
  const given = FAMILIES.flatMap((name) => [headers[name], headers[`${name}-previous`]])
    .filter((value) => /^[0-9a-f]{64}$/.test(value ?? ''))
    .map((value) => Buffer.from(value, 'hex'));
  return secrets.some((secret) => {
    const expected = createHmac('sha256', secret).update(body).digest();
    return given.some((signature) => timingSafeEqual(signature, expected));
  });
}

/** Read a body as bytes; null when it is too large. Frameworks that parse bodies must be told to leave this one. */
async function read(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LARGEST) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

// An empty key would accept what anybody can sign.
const secrets = (process.env.CALLBACK_SECRETS ?? '').split(',').filter((secret) => secret !== '');
if (secrets.length === 0) throw new Error('CALLBACK_SECRETS: none (expected: one or two, separated by a comma)');

const seen = new Set(); // a table with a unique key, in earnest: it must outlive this process

const server = createServer(async (request, response) => {
  const body = await read(request).catch(() => undefined);
  if (body === undefined) return response.writeHead(400).end();
  if (body === null) return response.writeHead(413, { connection: 'close' }).end();
  if (!verify(secrets, request.headers, body)) return response.writeHead(401).end();
  const key = request.headers['idempotency-key'];
  console.log(seen.has(key) ? 'again' : 'accepted', key);
  if (!seen.has(key)) {
    seen.add(key);
    setImmediate(() => body); // decode the CBOR there: only now are the bytes worth it
  }
  response.writeHead(204).end();
});
server.requestTimeout = 60_000;
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log('listening', server.address().port));
