// SPDX-License-Identifier: Apache-2.0
// node refuse.mjs FOLDER [DECODER]: reads each *.cbor there and writes what it is refused with to NAME.txt, or "read". The decoder is a
// module other than meshoptimizer's newest.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as THREE from 'three';
import { parseView } from './view-loader.mjs';

const { MeshoptDecoder } = await import(process.argv[3] ?? 'meshoptimizer');
for (const file of readdirSync(process.argv[2]).filter((name) => name.endsWith('.cbor'))) {
  const path = join(process.argv[2], file);
  const message = await parseView(new Uint8Array(readFileSync(path)), { THREE, MeshoptDecoder, maxBytes: 1 << 20 })
    .then(() => 'read', (e) => `${e.name}: ${e.message}`);
  writeFileSync(path.replace(/\.cbor$/, '.txt'), message);
}
