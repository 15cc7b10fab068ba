// SPDX-License-Identifier: Apache-2.0
// A warm page with one <model-viewer>: node model-viewer.mjs BROWSER GL EDGE YAW,PITCH...
// A line on the standard input is one request, JOBS TAB FOLDER TAB MODEL.glb; it is answered with the number of previews.
import { createServer } from 'node:http';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer';

const [browserPath, gl, edgeText, ...angles] = process.argv.slice(2);
const edge = Number(edgeText);
const library = createRequire(import.meta.url).resolve('@google/model-viewer/dist/model-viewer.min.js');
const html = `<!doctype html><style>body{margin:0}model-viewer{width:${edge}px;height:${edge}px;--progress-bar-color:transparent}</style>
<script type="module" src="/model-viewer.js"></script><model-viewer interaction-prompt="none" loading="eager"></model-viewer>`;

let model = null;
const server = createServer(async (request, response) => {
  const [type, body] = request.url === '/' ? ['text/html', html]
    : request.url === '/model-viewer.js' ? ['text/javascript', await readFile(library)]
    : request.url.startsWith('/model/') ? ['model/gltf-binary', model] : ['text/plain', ''];
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));

const browser = await puppeteer.launch({
  executablePath: browserPath,
  headless: 'shell',
  args: [
    ...(gl === 'mesa' ? ['--use-gl=angle', '--use-angle=gl-egl', '--ignore-gpu-blocklist', '--enable-unsafe-swiftshader']
      : ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']),
    '--no-sandbox', '--force-color-profile=srgb', '--disable-background-networking',
  ],
  defaultViewport: { width: edge, height: edge, deviceScaleFactor: 1 },
});
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);
await page.evaluate(async () => {
  const element = await customElements.whenDefined('model-viewer');
  // Else it draws fewer pixels when it finds itself slow.
  element.minimumRenderScale = 1;
});

let last = 0;
async function render(source) {
  model = await readFile(source);
  return page.evaluate(async (url, orbits) => {
    const viewer = document.querySelector('model-viewer');
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await new Promise((resolve, reject) => {
      viewer.addEventListener('load', resolve, { once: true });
      viewer.addEventListener('error', (event) => reject(new Error(JSON.stringify(event.detail))), { once: true });
      viewer.src = url;
    });
    const images = [];
    for (const orbit of orbits) {
      viewer.cameraOrbit = orbit;
      await viewer.updateComplete;
      viewer.jumpCameraToGoal();
      // The first frame takes the camera over, the second shows what was drawn with it.
      await frame();
      await frame();
      const blob = await viewer.toBlob({ mimeType: 'image/png' });
      images.push(await new Promise((done) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result.slice(reader.result.indexOf(',') + 1));
        reader.readAsDataURL(blob);
      }));
    }
    return images;
  }, `/model/${++last}.glb`, angles.map((angle) => {
    const [yaw, pitch] = angle.split(',');
    return `${yaw}deg ${90 - pitch}deg 105%`;
  }));
}

for await (const line of createInterface({ input: process.stdin })) {
  const [jobs, folder, source] = line.split('\t');
  let count = 0;
  for (let job = 0; job < Number(jobs); job++) {
    for (const [i, image] of (await render(source)).entries()) {
      await writeFile(`${folder}/${i}.png`, Buffer.from(image, 'base64'));
      count++;
    }
  }
  console.log(`previews\t${count}`);
}
await browser.close();
server.close();
