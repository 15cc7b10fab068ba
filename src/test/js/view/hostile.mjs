// SPDX-License-Identifier: Apache-2.0
// node hostile.mjs FOLDER: decodes hand-made CBOR, each of which must be refused with the words beside it.
import { decode, ViewError } from './cbor.mjs';

const hex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const proto = `a169${Buffer.from('__proto__').toString('hex')}a0`;
const refused = [
  ['', 'Offset is outside|ends too early'],
  ['9bffffffffffffffff', 'integer beyond'],
  ['9a7fffffff00', 'ends too early'],
  ['ba3fffffff00', 'ends too early'],
  ['5a7fffffff00', 'ends too early'],
  ['9fff', 'indefinite'],
  ['61ff', 'not UTF-8'],
  ['a2616100616100', 'repeated key'],
  ['a10000', 'bad or repeated key'],
  [proto, 'bad or repeated key'],
  ['81'.repeat(100) + '00', 'nested too deeply'],
  ['c1'.repeat(100000) + '00', 'nested too deeply'],
  ['0000', 'left over'],
  ['f6', 'unknown simple'],
];
for (const [text, words] of refused) {
  try {
    decode(hex(text));
    console.log(`${text.slice(0, 40)}: decoded`);
  } catch (e) {
    if (!(e instanceof ViewError) || !new RegExp(words).test(e.message)) console.log(`${text.slice(0, 40)}: ${e}`);
  }
}
const fine = decode(hex('a16161fb3ff8000000000000'));
if (fine.a !== 1.5 || Object.getPrototypeOf(fine) !== null) console.log('1.5 is not read');
if (decode(hex('f93e00')) !== 1.5 || decode(hex('f98001')) !== -(2 ** -24) || decode(hex('fa3fc00000')) !== 1.5) console.log('floats');
if (decode(hex('3903e7')) !== -1000 || decode(hex('1b0000000100000000')) !== 2 ** 32) console.log('integers');
