// SPDX-License-Identifier: Apache-2.0
// What the loader asks of every value before it uses it: a file is hostile until it has passed.
import { ViewError } from './cbor.mjs';

export function check(condition, message) {
  if (!condition) throw new ViewError(message);
}

/** Return a list; an absent one is empty. */
export function list(value) {
  check(value === undefined || Array.isArray(value), 'view: not a list');
  return value ?? [];
}

export function at(array, index, what) {
  check(Number.isInteger(index) && index >= 0 && index < array.length, `${what}: ${index} (expected: 0 to ${array.length - 1})`);
  return array[index];
}

/** Return value when it is that many numbers. */
export function numbers(value, length) {
  check(Array.isArray(value) && value.length === length && value.every(Number.isFinite), `expected: ${length} numbers`);
  return value;
}
