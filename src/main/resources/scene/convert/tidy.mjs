// SPDX-License-Identifier: Apache-2.0
// From what a loader made to what glTF can say.
import { Color, Loader, Matrix4, MeshStandardMaterial, Object3D, Scene } from 'three';
import { ModelError } from '../model-error.mjs';
import { collectPictures } from './pictures.mjs';

const ATTRIBUTES = new Set(['position', 'normal', 'uv', 'uv1', 'uv2', 'uv3', 'color', 'skinIndex', 'skinWeight']);
// White washes out in the neutral light of the previews.
const GREY = new Color(0.6, 0.6, 0.6);

/** Exact, which a rotation by half of pi is not. */
const Z_UP_TO_Y_UP = new Matrix4().set(1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1);

/** Puts the object into a scene, y up, with only what glTF knows; resolves to it, and the pictures of its textures. */
export async function tidy({ object, zUp }, files, notes, bytesMax) {
  const scene = new Scene();
  scene.add(upright(object, zUp));
  scene.updateMatrixWorld(true);
  const objects = [];
  scene.traverse((each) => objects.push(each));
  const shapes = new Set();
  for (const each of objects) {
    each.userData = {};
    if (each.isLight || each.isCamera) replace(each);
    else if (each.geometry) shape(each, shapes, notes);
  }
  if (shapes.size === 0) throw new ModelError('invalid_model', 'model: no geometry (expected: vertices)');
  const bytes = [...shapes].reduce((sum, geometry) => sum + sizeOf(geometry), 0);
  if (bytes > bytesMax) {
    throw new ModelError('model_too_large', `model: ${bytes} bytes of geometry (expected: at most ${bytesMax})`);
  }
  const materials = settleMaterials(objects);
  const pictures = await collectPictures(materials, shapes, files, notes);
  return { scene, pictures };
}

function upright(object, zUp) {
  if (!zUp) return object;
  const root = new Object3D();
  root.name = 'Z_UP';
  root.matrixAutoUpdate = false;
  root.matrix.copy(Z_UP_TO_Y_UP);
  // For an exporter that writes rotations, because something moves.
  root.matrix.decompose(root.position, root.quaternion, root.scale);
  root.add(object);
  return root;
}

/** Puts a bare node in the place of a lamp, a camera or a mesh without vertices: children may hang on it. */
function replace(object) {
  const node = new Object3D();
  node.name = object.name;
  node.applyMatrix4(object.matrix);
  for (const child of [...object.children]) node.add(child);
  object.parent.add(node);
  object.removeFromParent();
}

function shape(object, shapes, notes) {
  const { geometry } = object;
  if (shapes.has(geometry)) return;
  if (sound(geometry, object, notes)) shapes.add(geometry);
  else replace(object);
}

function sound(geometry, object, notes) {
  geometry.userData = {};
  const { position } = geometry.attributes;
  if (!position || position.count === 0) return false;
  for (const [name, attribute] of Object.entries(geometry.attributes)) {
    if (!ATTRIBUTES.has(name)) {
      geometry.deleteAttribute(name);
    } else if (attribute.count !== position.count || !finite(attribute)) {
      if (name === 'position') throw new ModelError('invalid_model', 'position: not a finite number (expected: finite)');
      geometry.deleteAttribute(name);
      notes.add(`${name}: not kept, incomplete`);
    }
  }
  requireIndices(geometry);
  if (object.isMesh && (geometry.index ?? position).count % 3 !== 0) {
    throw new ModelError('invalid_model', 'face: cut off (expected: three corners each)');
  }
  // Flat shading is what glTF means where normals are absent.
  const flat = [object.material].flat().some((material) => material?.flatShading);
  if (object.isMesh && !geometry.attributes.normal && !flat) geometry.computeVertexNormals();
  return true;
}

function finite({ array }) {
  for (let i = 0; i < array.length; i++) if (!Number.isFinite(array[i])) return false;
  return true;
}

function requireIndices({ index, attributes }) {
  if (!index) return;
  const { count } = attributes.position;
  for (let i = 0; i < index.count; i++) {
    if (!(index.getX(i) < count)) {
      throw new ModelError('invalid_model', `face: vertex ${index.getX(i)} (expected: below ${count})`);
    }
  }
}

function sizeOf({ index, attributes }) {
  return Object.values(attributes).reduce((sum, { array }) => sum + array.byteLength, index ? index.array.byteLength : 0);
}

/** Gives the grey material to what has none of its own; resolves to all that are in use. */
function settleMaterials(objects) {
  const standards = new Map();
  const standard = (colored) => {
    if (!standards.has(colored)) {
      const material = new MeshStandardMaterial({ roughness: 0.8, metalness: 0, vertexColors: colored });
      if (!colored) material.color.copy(GREY);
      standards.set(colored, material);
    }
    return standards.get(colored);
  };
  const used = new Set();
  for (const object of objects.filter(({ geometry, parent }) => geometry && parent)) {
    const settle = (material) => {
      const own = material && material.name !== Loader.DEFAULT_MATERIAL_NAME;
      const settled = own || !object.isMesh ? material : standard(Boolean(object.geometry.attributes.color));
      settled.userData = {};
      used.add(settled);
      return settled;
    };
    object.material = Array.isArray(object.material) ? object.material.map(settle) : settle(object.material);
  }
  return used;
}
