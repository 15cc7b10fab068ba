// SPDX-License-Identifier: Apache-2.0
/** A fault of the model, not of the page. */
export class ModelError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
