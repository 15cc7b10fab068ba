// SPDX-License-Identifier: Apache-2.0
// Validates each file named and prints one line for it: file, errors, warnings, and the first errors in words.
'use strict';
const fs = require('node:fs');
const validator = require('gltf-validator');

async function main(files) {
  for (const file of files) {
    const report = await validator.validateBytes(new Uint8Array(fs.readFileSync(file)), { maxIssues: 100 });
    const errors = report.issues.messages
      .filter((issue) => issue.severity === 0)
      .slice(0, 3)
      .map((issue) => `${issue.code} ${issue.pointer || ''}`);
    const { numErrors, numWarnings } = report.issues;
    console.log([file, numErrors, numWarnings, errors.join('; ')].join('\t'));
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(String(error));
  process.exitCode = 1;
});
