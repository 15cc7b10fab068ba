// SPDX-License-Identifier: Apache-2.0
// Reads view.cbor (docs/view.cddl) into Three.js objects:
//
//   const { scene, animations } = await parseView(bytes, { THREE, MeshoptDecoder });
//
// THREE is the module "three", MeshoptDecoder that of npm's meshoptimizer 0.23 or later: the copy inside three 0.181 is older and
// reads vertex codec 0 alone. Nothing is fetched: images that are not inline are left to options.texture(image, texture), which
// returns a THREE.Texture or null.
import { decode, Tag, ViewError } from './cbor.mjs';
import { at, check, list, numbers } from './checks.mjs';
import { makeMaterial } from './view-material.mjs';
import { makeClip } from './view-motion.mjs';
import { makePart } from './view-part.mjs';

export { ViewError } from './cbor.mjs';

const SELF_DESCRIBED = 55799;
const MAX_ELEMENTS = 100_000_000;
const TYPES = { 64: Uint8Array, 69: Uint16Array, 70: Uint32Array, 72: Int8Array, 77: Int16Array, 78: Int32Array, 85: Float32Array };
const MODES = { attr: 'ATTRIBUTES', tri: 'TRIANGLES', idx: 'INDICES' };
const FILTERS = { oct: 'OCTAHEDRAL', quat: 'QUATERNION', exp: 'EXPONENTIAL', color: 'COLOR' };

/** Decode and check the file without building anything. */
export function readView(bytes) {
  const file = decode(bytes);
  check(file instanceof Tag && file.number === SELF_DESCRIBED && typeof file.value === 'object', 'view: no CBOR tag 55799');
  const view = file.value;
  check(Array.isArray(view.v) && view.v[0] === 1, 'view: unknown version');
  check(list(view.need).length === 0, `view: needs ${list(view.need)}`);
  return view;
}

/**
 * Build a view. options: THREE and MeshoptDecoder (required); maxBytes of decoded streams (1 GiB); texture(image, texture).
 * Returns { scene, animations, view }. Whatever is drawn has userData.levels: [{ index, error }], finest first.
 */
export async function parseView(bytes, options) {
  await options.MeshoptDecoder.ready;
  return new Builder(readView(bytes), options).build();
}

/** Show a level in all meshes below an object; those with fewer levels show their coarsest. */
export function setLevel(root, level) {
  root.traverse((object) => {
    const levels = object.userData.levels;
    if (levels) object.geometry.setIndex(levels[Math.min(level, levels.length - 1)].index);
  });
}

class Builder {
  constructor(view, { THREE, MeshoptDecoder, maxBytes = 2 ** 30, texture }) {
    Object.assign(this, { view, THREE, MeshoptDecoder, texture, left: maxBytes, streams: new Map(), sources: new Map() });
  }

  build() {
    const { view, THREE } = this;
    this.materials = list(view.mat).map((material) => makeMaterial(material, this));
    this.nodes = list(view.node).map((node) => this.node(node));
    this.link();
    const scene = new THREE.Group();
    for (const root of list(view.root)) scene.add(at(this.nodes, root, 'root'));
    scene.updateMatrixWorld(true);
    this.bind();
    return { scene, animations: list(view.anim).map((animation) => makeClip(animation, this)), view };
  }

  /** Decode a stream once; its bytes count against the limit before they are taken. */
  stream(index) {
    if (!this.streams.has(index)) this.streams.set(index, this.decodeStream(at(list(this.view.buf), index, 'stream')));
    return this.streams.get(index);
  }

  decodeStream(stream) {
    if (stream instanceof Tag) {
      const Type = TYPES[stream.number];
      check(Type && stream.value instanceof Uint8Array && stream.value.length % Type.BYTES_PER_ELEMENT === 0, 'stream: not a typed array');
      this.spend(stream.value.length);
      return { array: new Type(stream.value.slice().buffer), stride: 1 };
    }
    const { c, n, s, t, f, d } = stream ?? {};
    const Type = TYPES[t];
    check(MODES[c] && Type && d instanceof Uint8Array && (f === undefined || FILTERS[f]), 'stream: unknown codec, type or filter');
    check(Number.isInteger(n) && n >= 0 && n <= MAX_ELEMENTS, `stream: ${n} elements`);
    const widths = c === 'attr' ? s > 0 && s <= 256 && s % 4 === 0 : s === Type.BYTES_PER_ELEMENT && (s === 2 || s === 4);
    check(Number.isInteger(s) && widths && s % Type.BYTES_PER_ELEMENT === 0, `stream: element of ${s} bytes`);
    check(c !== 'tri' || n % 3 === 0, `stream: ${n} indices of triangles`);
    check(n * s <= d.length * 1024, 'stream: longer than its bytes can say');
    this.spend(n * s);
    const target = new Uint8Array(n * s);
    try {
      this.MeshoptDecoder.decodeGltfBuffer(target, n, s, d, MODES[c], f === undefined ? 'NONE' : FILTERS[f]);
    } catch (e) {
      const old = d[0] === 0xa1 ? ' (expected: MeshoptDecoder of meshoptimizer 0.23 or later)' : '';
      throw new ViewError(`stream: ${e.message}${old}`);
    }
    return { array: new Type(target.buffer), stride: s / Type.BYTES_PER_ELEMENT };
  }

  spend(bytes) {
    this.left -= bytes;
    check(this.left >= 0, 'view: more decoded bytes than allowed');
  }

  node({ name, mesh, skin, t, r, s, m, w }) {
    const { THREE } = this;
    const object = skin === undefined ? new THREE.Object3D() : new THREE.Bone();
    if (typeof name === 'string') object.name = name;
    if (m) object.applyMatrix4(new THREE.Matrix4().fromArray(numbers(m, 16)));
    if (t) object.position.fromArray(numbers(t, 3));
    if (r) object.quaternion.fromArray(numbers(r, 4));
    if (s) object.scale.fromArray(numbers(s, 3));
    if (mesh !== undefined) {
      const drawn = at(list(this.view.mesh), mesh, 'mesh');
      for (const prim of list(drawn.prim)) {
        const part = makePart(prim, skin !== undefined, w ?? drawn.w, this);
        if (part.isSkinnedMesh) part.userData.skin = skin;
        object.add(part);
      }
    }
    return object;
  }

  /** Every node has one parent at most, and none is its own ancestor. */
  link() {
    const parent = new Map(list(this.view.root).map((root) => [root, null]));
    list(this.view.node).forEach(({ kids }, index) => {
      for (const kid of list(kids)) {
        at(this.nodes, kid, 'node');
        check(!parent.has(kid) && kid !== index, `node: ${kid} (expected: one parent)`);
        parent.set(kid, index);
      }
    });
    list(this.view.node).forEach(({ kids }, index) => {
      let steps = 0;
      for (let up = parent.get(index); up !== null && up !== undefined; up = parent.get(up)) check(++steps <= 512, 'node: too deep');
      for (const kid of list(kids)) this.nodes[index].add(this.nodes[kid]);
    });
  }

  bind() {
    const { THREE } = this;
    const skeletons = list(this.view.skin).map(({ j, ibm }) => {
      const bones = list(j).map((joint) => at(this.nodes, joint, 'joint'));
      const { array } = this.stream(ibm);
      check(array.length === bones.length * 16, 'skin: matrices and joints differ in number');
      return new THREE.Skeleton(bones, bones.map((_, i) => new THREE.Matrix4().fromArray(array, i * 16)));
    });
    for (const node of this.nodes) {
      for (const mesh of node.children) {
        if (mesh.userData.skin !== undefined) mesh.bind(at(skeletons, mesh.userData.skin, 'skin'), new THREE.Matrix4());
      }
    }
  }
}
