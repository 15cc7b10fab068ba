// SPDX-License-Identifier: Apache-2.0
// Preloaded into screenshot-glb, which else pictures nothing here: it adds its listener only when the network is idle, after the
// event it waits for, and Chromium has no WebGL with the flags it gives. BENCH_BROWSER is the browser, BENCH_GL mesa or swiftshader.
const puppeteer = require('puppeteer').default ?? require('puppeteer');

const launch = puppeteer.launch.bind(puppeteer);
puppeteer.launch = async (options) => {
  const browser = await launch({
    ...options,
    executablePath: process.env.BENCH_BROWSER,
    headless: 'shell',
    args: [...options.args, '--use-gl=angle', '--enable-unsafe-swiftshader',
      ...(process.env.BENCH_GL === 'mesa' ? ['--use-angle=gl-egl', '--ignore-gpu-blocklist'] : ['--use-angle=swiftshader'])],
  });
  const newPage = browser.newPage.bind(browser);
  browser.newPage = async () => {
    const page = await newPage();
    const setContent = page.setContent.bind(page);
    page.setContent = (html) => setContent(html, { waitUntil: 'domcontentloaded' });
    return page;
  };
  return browser;
};
