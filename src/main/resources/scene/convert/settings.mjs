// SPDX-License-Identifier: Apache-2.0
// What a file says of its axes and its unit, where Three's loaders don't tell.

const METRES_3MF = { micron: 1e-6, millimeter: 1e-3, centimeter: 1e-2, inch: 0.0254, foot: 0.3048, meter: 1 };

/** Metres a unit of a 3MF model; millimetres when it says nothing, as the specification has it. */
export function unitOf3mf(modelXml) {
  const unit = /<(?:\w+:)?model\b[^>]*?\sunit\s*=\s*["'](\w+)["']/.exec(modelXml)?.[1] ?? 'millimeter';
  return METRES_3MF[unit] ?? null;
}

/** The layer metadata of USDA, which stands in the parentheses at its top. */
export function settingsOfUsda(text) {
  const top = text.slice(0, 8192);
  const metres = /\bmetersPerUnit\s*=\s*([0-9.eE+-]+)/.exec(top)?.[1];
  return {
    // A centimetre is what USD means when it says nothing.
    metresPerUnit: metres === undefined ? 0.01 : positive(Number(metres)),
    zUp: /\bupAxis\s*=\s*"Z"/.test(top),
  };
}

/** Whether the global settings of an FBX say that z is up; Three's loader leaves the axes as they are. */
export function isFbxZUp(buffer) {
  const bytes = new Uint8Array(buffer);
  const text = latin1(bytes.subarray(0, Math.min(bytes.length, 1 << 20)));
  const ascii = /P:\s*"UpAxis",\s*"int",\s*"Integer",\s*"",\s*(-?\d+)/.exec(text)?.[1];
  if (ascii !== undefined) return ascii === '2';
  // Binary: strings with a length in front, then an int32 with an I in front.
  const at = text.indexOf('S\x06\0\0\0UpAxisS\x03\0\0\0intS\x07\0\0\0IntegerS\0\0\0\0I');
  return at >= 0 && text.charCodeAt(at + 37) === 2;
}

export function positive(number) {
  return Number.isFinite(number) && number > 0 ? number : null;
}

function latin1(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}
