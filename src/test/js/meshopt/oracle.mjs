// SPDX-License-Identifier: Apache-2.0
// node oracle.mjs FOLDER: reads cases.json there. A case with "encode" is encoded from NAME.raw into NAME.code; any other
// is decoded from NAME.code into NAME.decoded, or NAME.refused is written with the reason.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MeshoptDecoder, MeshoptEncoder } from 'meshoptimizer';

const folder = process.argv[2];
const bytes = (name) => new Uint8Array(readFileSync(join(folder, name)));
await MeshoptDecoder.ready;
await MeshoptEncoder.ready;

for (const { name, encode, mode, filter, count, stride } of JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'))) {
  if (encode !== undefined) {
    const code = MeshoptEncoder.encodeGltfBuffer(bytes(`${name}.raw`), count, stride, mode, encode);
    writeFileSync(join(folder, `${name}.code`), code);
    continue;
  }
  const target = new Uint8Array(count * stride);
  try {
    MeshoptDecoder.decodeGltfBuffer(target, count, stride, bytes(`${name}.code`), mode, filter);
    writeFileSync(join(folder, `${name}.decoded`), target);
  } catch (e) {
    writeFileSync(join(folder, `${name}.refused`), String(e.message));
  }
}
