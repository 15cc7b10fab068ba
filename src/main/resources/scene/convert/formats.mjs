// SPDX-License-Identifier: Apache-2.0
// One loader a format, and what each leaves to be done: which axis is up, what a unit is, what was not kept.
import { Loader, Mesh, MeshStandardMaterial, Points, PointsMaterial, TextureLoader } from 'three';
import { ModelError } from '../model-error.mjs';
import { Files } from './files.mjs';
import { toGlb } from './gltf.mjs';
import { isFbxZUp, positive, settingsOfUsda, unitOf3mf } from './settings.mjs';
import { tidy } from './tidy.mjs';

const READERS = {
  '.obj': obj,
  '.stl': stl,
  '.ply': ply,
  '.fbx': fbx,
  '.dae': dae,
  '.3mf': threeMf,
  '.usda': usda,
};

const NOTES_MAX = 32;
const LIBRARIES_MAX = 16;

/** Converts a file to GLB; resolves to the GLB, the length of its unit where it is known, and notes of what was lost. */
export async function run(buffer, job) {
  const files = new Files(job);
  refuseDocumentTypes();
  const notes = new Set();
  try {
    const read = await READERS[job.extension](buffer, files, notes);
    await files.settle();
    const { scene, pictures } = await tidy(read, files, notes, job.answerMax);
    const body = await toGlb(scene, read.animations ?? [], pictures);
    const facts = { notes: [...notes].slice(0, NOTES_MAX) };
    if (read.metresPerUnit) facts.metresPerUnit = read.metresPerUnit;
    return { facts, body };
  } catch (error) {
    throw asModelError(error, job.extension);
  }
}

async function obj(buffer, files, notes) {
  const { OBJLoader } = await import('three/addons/loaders/OBJLoader.js');
  const { MTLLoader } = await import('three/addons/loaders/MTLLoader.js');
  const text = decode(buffer);
  const libraries = [];
  for (const [, name] of text.matchAll(/^[ \t]*mtllib[ \t]+(.+?)[ \t]*\r?$/gm)) {
    if (libraries.length === LIBRARIES_MAX) break;
    const library = await files.text(name);
    if (library === null) notes.add(`mtllib ${name.slice(0, 80)}: not in input_resources, its materials are grey`);
    else libraries.push(library);
  }
  const materials = new MTLLoader(files.manager).parse(libraries.join('\n'), '');
  const { create } = materials;
  const own = blank();
  materials.create = (name) => (Object.hasOwn(materials.materialsInfo, name) ? create.call(materials, name) : own);
  return { object: new OBJLoader().setMaterials(materials).parse(text) };
}

async function stl(buffer) {
  const { STLLoader } = await import('three/addons/loaders/STLLoader.js');
  const geometry = new STLLoader().parse(buffer);
  // Many a writer leaves the normals zero; what the corners say is never worse.
  geometry.deleteAttribute('normal');
  return { object: new Mesh(geometry, blank()), zUp: true };
}

async function ply(buffer, files) {
  const { PLYLoader } = await import('three/addons/loaders/PLYLoader.js');
  const geometry = new PLYLoader().parse(buffer);
  const header = decode(buffer.slice(0, 1 << 16)).split('end_header')[0];
  if (!/^element face [1-9]/m.test(header)) {
    return { object: new Points(geometry, new PointsMaterial({ color: 0x999999 })), zUp: true };
  }
  const picture = /^comment TextureFile (.+?)\r?$/m.exec(header)?.[1];
  const map = picture && geometry.attributes.uv ? new TextureLoader(files.manager).load(picture) : null;
  return { object: new Mesh(geometry, map ? new MeshStandardMaterial({ map, metalness: 0 }) : blank()), zUp: true };
}

async function fbx(buffer, files) {
  const { FBXLoader } = await import('three/addons/loaders/FBXLoader.js');
  const object = new FBXLoader(files.manager).parse(buffer, '');
  const centimetres = positive(Number(object.userData.unitScaleFactor ?? 1));
  return {
    object,
    animations: object.animations,
    zUp: isFbxZUp(buffer),
    metresPerUnit: centimetres && centimetres / 100,
  };
}

async function dae(buffer, files) {
  const { ColladaLoader } = await import('three/addons/loaders/ColladaLoader.js');
  const collada = new ColladaLoader(files.manager).parse(decode(buffer), '');
  if (!collada) throw new ModelError('invalid_model', 'dae: no XML that can be read (expected: COLLADA)');
  // The loader has turned it y up, and scaled it to metres, by its root node.
  return { object: collada.scene, animations: collada.scene.animations, metresPerUnit: 1 };
}

async function threeMf(buffer, files) {
  const { ThreeMFLoader } = await import('three/addons/loaders/3MFLoader.js');
  const { unzipSync } = await import('three/addons/libs/fflate.module.js');
  const roots = unzipSync(new Uint8Array(buffer), { filter: ({ name }) => /^3D\/[^/]*\.model$/.test(name) });
  const model = Object.values(roots).at(-1);
  return {
    object: new ThreeMFLoader(files.manager).parse(buffer),
    zUp: true,
    metresPerUnit: unitOf3mf(decode(model.subarray(0, 8192))),
  };
}

async function usda(buffer, files, notes) {
  const { USDAParser } = await import('three/addons/loaders/usd/USDAParser.js');
  const parser = new USDAParser();
  const text = decode(buffer);
  const assets = Object.create(null);
  const binary = [];
  requireOneKindOfFace(text);
  for (const name of files.resources) {
    const layer = /\.usd[ac]?$/i.test(name) ? await files.text(name) : null;
    if (layer === null) {
      assets[name] = name;
    } else if (layer.startsWith('#usda')) {
      requireOneKindOfFace(layer);
      assets[name] = parser.parseText(layer);
    } else {
      binary.push(name);
    }
  }
  const object = parser.parse(text, assets);
  let drawn = false;
  object.traverse(({ geometry }) => (drawn ||= Boolean(geometry?.attributes.position)));
  if (!drawn && binary.length > 0) {
    throw new ModelError(
      'unsupported_format',
      `usd: ${binary[0].slice(0, 80)} is binary USD (expected: USDA text, or the model as .glb)`,
    );
  }
  for (const name of binary) notes.add(`${name}: not kept, binary USD`);
  if (!/\bdef Material\b/.test(text)) {
    object.traverse(({ material }) => material && (material.name = Loader.DEFAULT_MATERIAL_NAME));
  }
  return { object, ...settingsOfUsda(text) };
}

/** Three's parser drops faces of five corners, and takes wrong corners where triangles and quads are mixed. */
function requireOneKindOfFace(layer) {
  for (const [, counts] of layer.matchAll(/\bfaceVertexCounts\s*=\s*\[([^[\]]*)\]/g)) {
    const [first, other] = new Set(counts.match(/\d+/g));
    if (other === undefined && (first === undefined || first === '3' || first === '4')) continue;
    const found = other === undefined ? first : `${first} and ${other}`;
    throw new ModelError(
      'unsupported_format',
      `usd: faces of ${found.slice(0, 40)} corners in a mesh (expected: all of 3 or all of 4, or the model as .glb)`,
    );
  }
}

function blank() {
  return new MeshStandardMaterial({ name: Loader.DEFAULT_MATERIAL_NAME });
}

function decode(bytes) {
  return new TextDecoder().decode(bytes);
}

/** Entities can be nested until they fill the memory, and no model needs one. */
function refuseDocumentTypes() {
  const parse = DOMParser.prototype.parseFromString;
  DOMParser.prototype.parseFromString = function (text, type) {
    if (/<!(DOCTYPE|ENTITY)/i.test(text)) {
      throw new ModelError('invalid_model', 'xml: a document type (expected: none)');
    }
    return parse.call(this, text, type);
  };
}

function asModelError(error, extension) {
  if (error instanceof ModelError || /dynamically imported module/.test(error?.message)) return error;
  // What a loader stumbles over where something is absent tells nobody anything.
  const text = error instanceof TypeError ? 'broken' : String(error?.message ?? error).slice(0, 160);
  if (/allocation failed|out of memory|invalid (typed )?array length|invalid string length/i.test(text)) {
    return new ModelError('model_too_large', `model: ${text} (expected: sane sizes)`);
  }
  const code = /version not supported/i.test(text) ? 'unsupported_format' : 'invalid_model';
  return new ModelError(code, `model: ${text} (expected: a sound ${extension})`);
}

