// SPDX-License-Identifier: Apache-2.0
// What npm's packages say of two PNGs: ssim LEFT RIGHT, or, of two pictures of one colour each, distance LEFT RIGHT.
const { readFileSync } = require('node:fs');
const pixelmatch = require('pixelmatch');
const { PNG } = require('pngjs');
const { ssim } = require('ssim.js');

const [what, left, right] = process.argv.slice(2);
const [a, b] = [left, right].map((file) => PNG.sync.read(readFileSync(file)));

if (what === 'ssim') {
  console.log(ssim(a, b, { ssim: 'fast', rgb2grayVersion: 'original', downsample: false }).mssim);
} else {
  // It only counts the pixels whose distance is over the square of a threshold: where it stops counting is the distance.
  let low = 0;
  let high = 1;
  for (let i = 0; i < 40; i++) {
    const threshold = (low + high) / 2;
    const differ = pixelmatch(a.data, b.data, null, a.width, a.height, { threshold, includeAA: true });
    if (differ > 0) low = threshold;
    else high = threshold;
  }
  console.log(20 * Math.log10(low));
}
