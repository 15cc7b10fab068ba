// SPDX-License-Identifier: Apache-2.0
// Decodes the CBOR that view.cbor uses (RFC 8949, definite lengths), and nothing else. Bytes are hostile.

/** Signals a file that is not a view, or breaks one of its rules. */
export class ViewError extends Error {
  constructor(message) {
    super(message);
    this.name = 'ViewError';
  }
}

/** Holds a tagged value. */
export class Tag {
  constructor(number, value) {
    this.number = number;
    this.value = value;
  }
}

// Nodes nest in arrays of maps, not in each other: a view is 9 deep, material extensions a little more.
const MAX_DEPTH = 32;

/** Decode one item that takes all bytes. Maps become objects without a prototype; byte strings are views, not copies. */
export function decode(bytes) {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let at = 0;

  const fail = (what) => {
    throw new ViewError(`cbor: ${what} at byte ${at}`);
  };
  const take = (length) => {
    if (length > bytes.length - at) fail('ends too early');
    at += length;
    return at - length;
  };
  const argument = (info) => {
    switch (info) {
      case 24: return data.getUint8(take(1));
      case 25: return data.getUint16(take(2));
      case 26: return data.getUint32(take(4));
      case 27: {
        const value = Number(data.getBigUint64(take(8)));
        return value <= Number.MAX_SAFE_INTEGER ? value : fail('integer beyond 2^53');
      }
      default: return info < 24 ? info : fail('indefinite or reserved length');
    }
  };
  const text = (length) => {
    const from = take(length);
    try {
      return utf8.decode(bytes.subarray(from, at));
    } catch {
      return fail('text is not UTF-8');
    }
  };
  // Each element takes a byte or more: a length beyond the rest is refused before anything is made for it.
  const bounded = (length, each) => (length * each <= bytes.length - at ? length : fail('ends too early'));

  const simple = (info) => {
    switch (info) {
      case 20: return false;
      case 21: return true;
      case 25: return half(data.getUint16(take(2)));
      case 26: return data.getFloat32(take(4));
      case 27: return data.getFloat64(take(8));
      default: return fail('unknown simple value');
    }
  };

  const item = (depth) => {
    if (depth > MAX_DEPTH) fail('nested too deeply');
    const head = data.getUint8(take(1));
    const info = head & 31;
    switch (head >> 5) {
      case 0: return argument(info);
      case 1: return -1 - argument(info);
      case 2: {
        const from = take(argument(info));
        return bytes.subarray(from, at);
      }
      case 3: return text(argument(info));
      case 4: {
        const length = bounded(argument(info), 1);
        const array = [];
        for (let i = 0; i < length; i++) array.push(item(depth + 1));
        return array;
      }
      case 5: {
        const length = bounded(argument(info), 2);
        const map = Object.create(null);
        for (let i = 0; i < length; i++) {
          const key = item(depth + 1);
          if (typeof key !== 'string' || key === '__proto__' || key in map) fail('bad or repeated key');
          map[key] = item(depth + 1);
        }
        return map;
      }
      case 6: return new Tag(argument(info), item(depth + 1));
      default: return simple(info);
    }
  };

  const value = item(0);
  if (at !== bytes.length) fail('bytes left over');
  return value;
}

function half(bits) {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size = exponent === 0 ? fraction * 2 ** -24 : exponent === 31 ? NaN : (1024 + fraction) * 2 ** (exponent - 25);
  return bits & 0x8000 ? -size : size;
}
