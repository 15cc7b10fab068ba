// SPDX-License-Identifier: Apache-2.0
// node read.mjs FOLDER: reads view.cbor there, writes the triangles of each level as triangles-N.f32 (nine world coordinates each)
// and summary.json. Then damages the file 3,000 times: only a ViewError may come of it, or a scene.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MeshoptDecoder } from 'meshoptimizer';
import * as THREE from 'three';
import { parseView, setLevel, ViewError } from './view-loader.mjs';

const folder = process.argv[2];
const bytes = new Uint8Array(readFileSync(join(folder, 'view.cbor')));
const options = { THREE, MeshoptDecoder, texture: () => new THREE.Texture() };
const { scene, animations, view } = await parseView(bytes, options);

function triangles() {
  const out = [];
  const point = new THREE.Vector3();
  scene.updateMatrixWorld(true);
  scene.traverse((object) => {
    if (!object.isMesh) return;
    const { index, attributes } = object.geometry;
    for (let i = 0; i < index.count; i++) {
      point.fromBufferAttribute(attributes.position, index.getX(i));
      out.push(...(object.isSkinnedMesh ? object.applyBoneTransform(index.getX(i), point) : point).applyMatrix4(object.matrixWorld));
    }
  });
  return new Float32Array(out);
}

const levels = (view.stat.lod ?? [view.stat.tri]).length;
for (let level = 0; level < levels; level++) {
  setLevel(scene, level);
  const values = triangles();
  writeFileSync(join(folder, `triangles-${level}.f32`), new Uint8Array(values.buffer));
}
setLevel(scene, 0);
const meshes = [];
scene.traverse((object) => {
  if (object.isMesh) {
    const { normal, uv, color } = object.geometry.attributes;
    meshes.push({
      flat: object.material.flatShading, colors: object.material.vertexColors, skinned: object.isSkinnedMesh === true,
      normal: normal ? [normal.getX(0), normal.getY(0), normal.getZ(0)] : null, uv: uv ? [uv.getX(0), uv.getY(0)] : null,
      color: color ? [color.getX(0), color.getY(0), color.getZ(0), color.getW(0)] : null,
      map: object.material.map !== null, errors: object.userData.levels.map((level) => level.error),
    });
  }
});
writeFileSync(join(folder, 'summary.json'), JSON.stringify({ meshes, animations: animations.map((a) => [a.name, a.duration, a.tracks.length]) }));

let seed = 12345;
const random = (below) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return seed % below;
};
for (let i = 0; i < 3000; i++) {
  const damaged = random(10) === 0 ? bytes.slice(0, random(bytes.length)) : bytes.slice();
  for (let j = random(4); j >= 0 && damaged.length > 0; j--) damaged[random(damaged.length)] = random(256);
  try {
    await parseView(damaged, { ...options, maxBytes: 1 << 24 });
  } catch (e) {
    if (!(e instanceof ViewError)) console.log(`${i}: ${e.stack}`);
  }
}
