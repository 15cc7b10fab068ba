// SPDX-License-Identifier: Apache-2.0

// The same with WebCrypto and fetch's Request and Response alone, as in Deno, Bun, Workers and Next.js routes.
// Run by Node.js it serves: CALLBACK_SECRETS=current,previous PORT=8080 node webcrypto.mjs

const LARGEST = 64 << 20;

const FAMILIES = [
  'x-model-preview-signature',
  'x-model-object-signature',
  'x-model-projection-signature',
  'x-model-projection-model-signature',
];

/** Tell whether any secret made any of the signatures; subtle.verify compares in constant time. */
export async function verify(secrets, headers, body) {
  const given = FAMILIES.flatMap((name) => [headers.get(name), headers.get(`${name}-previous`)])
    .filter((value) => /^[0-9a-f]{64}$/.test(value ?? ''))
    .map((value) => Uint8Array.from(value.match(/../g), (byte) => parseInt(byte, 16)));
  for (const secret of secrets) {
    const key = await crypto.subtle.importKey(
      'raw',
      new TextEncoder().encode(secret),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['verify'],
    );
    for (const signature of given) {
      if (await crypto.subtle.verify('HMAC', key, signature, body)) return true;
    }
  }
  return false;
}

/** Read a body as bytes; null when it is too large. */
async function read(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > LARGEST) return null;
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

const seen = new Set(); // a table with a unique key, in earnest: it must outlive this process

/** Answer one callback. */
export async function handle(request, secrets) {
  const body = await read(request);
  if (body === null) return new Response(null, { status: 413 });
  if (!(await verify(secrets, request.headers, body))) return new Response(null, { status: 401 });
  const key = request.headers.get('idempotency-key');
  console.log(seen.has(key) ? 'again' : 'accepted', key);
  seen.add(key); // and hand the body to whoever decodes it, unless it was there
  return new Response(null, { status: 204 });
}

if (globalThis.process?.versions?.node) {
  const { createServer } = await import('node:http');
  const { Readable } = await import('node:stream');
  const secrets = (process.env.CALLBACK_SECRETS ?? '').split(',').filter((secret) => secret !== '');
  if (secrets.length === 0) throw new Error('CALLBACK_SECRETS: none (expected: one or two, separated by a comma)');
  const server = createServer(async (incoming, outgoing) => {
    const { method, headers } = incoming;
    const request = new Request('http://receiver/', { method, headers, body: Readable.toWeb(incoming), duplex: 'half' });
    const response = await handle(request, secrets).catch(() => new Response(null, { status: 400 }));
    outgoing.writeHead(response.status, response.status === 413 ? { connection: 'close' } : {}).end();
  });
  server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log('listening', server.address().port));
}
