// SPDX-License-Identifier: Apache-2.0
// Makes what Three.js draws of one primitive: points, lines or triangles, with their morph targets.
import { at, check, list, numbers } from './checks.mjs';
import { makeMaterial, withDerivedTangents } from './view-material.mjs';

const NAMES = { POSITION: 'position', NORMAL: 'normal', TANGENT: 'tangent', TEXCOORD_0: 'uv', TEXCOORD_1: 'uv1', COLOR_0: 'color',
  JOINTS_0: 'skinIndex', WEIGHTS_0: 'skinWeight' };
const COMPONENTS = { POSITION: 3, NORMAL: 3, TANGENT: 4, TEXCOORD_0: 2, TEXCOORD_1: 2, COLOR_0: 4, JOINTS_0: 4, WEIGHTS_0: 4 };
const MORPHED = ['POSITION', 'NORMAL', 'COLOR_0'];
// Indices that one takes.
const MODES = { 0: 1, 1: 2, 4: 3 };
const POINTS = 0;
const LINES = 1;

/** builder: { THREE, materials, stream(index), spend(bytes) }; skinned: whether joints move it; weights of its morph targets. */
export function makePart({ nv, attr, lod, mat, mode = 4, morph }, skinned, weights, builder) {
  const { THREE } = builder;
  check(MODES[mode], `mode: ${mode} (expected: 0, 1 or 4)`);
  const geometry = new THREE.BufferGeometry();
  const source = material(mat, builder);
  let grid = null;
  for (const { k, b, q } of list(attr)) {
    if (!NAMES[k]) continue;
    const { array, stride } = builder.stream(b);
    check(array.length === nv * stride && stride >= COMPONENTS[k], `${k}: ${array.length} numbers for ${nv} vertices`);
    if (k === 'POSITION' && !skinned && q && typeof q.s === 'number' && !(source.thickness > 0)) {
      // The grid as a matrix of the mesh: positions stay in 16 bits. Thickness is in units of the mesh, which it would change.
      grid = q;
      numbers(q.o, 3);
      geometry.setAttribute(NAMES[k], attribute(THREE, array, stride, 3, false));
    } else if (q && (k.startsWith('TEXCOORD') || k === 'POSITION')) {
      geometry.setAttribute(NAMES[k], dequantized(array, stride, COMPONENTS[k], q, builder));
    } else {
      geometry.setAttribute(NAMES[k], attribute(THREE, array, stride, COMPONENTS[k], k !== 'JOINTS_0' && !(array instanceof Float32Array)));
    }
  }
  check(geometry.attributes.position, 'prim: no POSITION');
  addTargets(geometry, list(morph), nv, grid ? grid.s : 1, builder);
  const levels = list(lod).map(({ i, e }) => ({ index: indices(builder, i, nv, MODES[mode]), error: e }));
  check(levels.length > 0, 'prim: no level');
  geometry.setIndex(levels[0].index);
  const object = drawn(geometry, mode, skinned, source, THREE);
  if (grid) object.applyMatrix4(new THREE.Matrix4().makeScale(grid.s, grid.s, grid.s).setPosition(...grid.o));
  list(weights).forEach((weight, i) => {
    check(Number.isFinite(weight), 'weight: not a number');
    if (object.morphTargetInfluences && i < object.morphTargetInfluences.length) object.morphTargetInfluences[i] = weight;
  });
  object.userData.levels = levels;
  return object;
}

function material(number, builder) {
  return number === undefined ? makeMaterial({}, builder) : at(builder.materials, number, 'material');
}

function drawn(geometry, mode, skinned, source, THREE) {
  const { color, normal, tangent } = geometry.attributes;
  const surface = mode === POINTS || mode === LINES ? unlit(source, mode, THREE) : source;
  const flat = normal || surface !== source ? surface : changed(surface, 'flatShading');
  const derived = tangent || surface !== source ? flat : withDerivedTangents(flat);
  const finished = color ? changed(derived, 'vertexColors') : derived;
  if (mode === POINTS) return new THREE.Points(geometry, finished);
  if (mode === LINES) return new THREE.LineSegments(geometry, finished);
  return skinned ? new THREE.SkinnedMesh(geometry, finished) : new THREE.Mesh(geometry, finished);
}

/** Points and lines have no surface that light could fall on: they show the material's colour, a pixel wide. */
function unlit(source, mode, THREE) {
  const { name, color, map, side, opacity, transparent, depthWrite, alphaTest } = source;
  const common = { name, color, map, side, opacity, transparent, depthWrite, alphaTest };
  return mode === POINTS ? new THREE.PointsMaterial({ ...common, sizeAttenuation: false }) : new THREE.LineBasicMaterial(common);
}

/** A target that leaves an attribute alone adds nothing to it: Three.js wants all targets in each list. */
function addTargets(geometry, targets, nv, unit, builder) {
  const { THREE } = builder;
  for (const k of MORPHED) {
    const streams = targets.map((target) => list(target).find((attr) => attr.k === k));
    if (!streams.some(Boolean) || !geometry.attributes[NAMES[k]]) continue;
    const scale = k === 'POSITION' ? 1 / unit : 1;
    geometry.morphAttributes[NAMES[k]] = streams.map((stream) => {
      builder.spend(nv * COMPONENTS[k] * Float32Array.BYTES_PER_ELEMENT);
      const deltas = new Float32Array(nv * COMPONENTS[k]);
      if (stream) addDeltas(deltas, stream, nv, COMPONENTS[k], scale, builder);
      return new THREE.BufferAttribute(deltas, COMPONENTS[k]);
    });
  }
  if (targets.length > 0 && Object.keys(geometry.morphAttributes).length === 0) {
    // Targets that move nothing still have weights.
    builder.spend(nv * 3 * Float32Array.BYTES_PER_ELEMENT);
    const zeros = new THREE.BufferAttribute(new Float32Array(nv * 3), 3);
    geometry.morphAttributes.position = targets.map(() => zeros);
  }
  geometry.morphTargetsRelative = true;
}

function addDeltas(deltas, { b, q }, nv, components, scale, builder) {
  const { array, stride } = builder.stream(b);
  check(array.length === nv * stride && stride >= components, `morph: ${array.length} numbers for ${nv} vertices`);
  const step = q === undefined ? 1 : q.s;
  check(Number.isFinite(step), 'morph: no scale');
  for (let i = 0; i < nv; i++) {
    for (let c = 0; c < components; c++) deltas[i * components + c] = array[i * stride + c] * step * scale;
  }
}

function attribute(THREE, array, stride, components, normalized) {
  return new THREE.InterleavedBufferAttribute(new THREE.InterleavedBuffer(array, stride), components, 0, normalized);
}

function indices(builder, stream, vertexCount, corners) {
  const { array } = builder.stream(stream);
  check(array.length % corners === 0, `index: ${array.length} (expected: a multiple of ${corners})`);
  let max = -1;
  for (let i = 0; i < array.length; i++) if (array[i] > max) max = array[i];
  check(max < vertexCount, `index: ${max} (expected: less than ${vertexCount})`);
  return new builder.THREE.BufferAttribute(array, 1);
}

function dequantized(array, stride, components, { o, s }, builder) {
  numbers(o, components);
  check(Number.isFinite(s) || numbers(s, components), 'q: no scale');
  const count = array.length / stride;
  builder.spend(count * components * Float32Array.BYTES_PER_ELEMENT);
  const values = new Float32Array(count * components);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < components; c++) {
      values[i * components + c] = o[c] + (Array.isArray(s) ? s[c] : s) * array[i * stride + c];
    }
  }
  return new builder.THREE.BufferAttribute(values, components);
}

function changed(material, property) {
  const copy = material.clone();
  copy[property] = true;
  return copy;
}
