// SPDX-License-Identifier: Apache-2.0
// Draco streams to plain arrays, with the decoder that GLTFLoader uses.
import { ModelError } from './model-error.mjs';

const LIBRARY = '/three/examples/jsm/libs/draco/gltf/';

// A decoder's memory grows and never shrinks; a larger one is not kept.
const HEAP_KEPT = 256 << 20;

let module = null;

/** glTF's component types, by the names of Draco's. */
function componentTypes(draco) {
  return new Map([
    [draco.DT_INT8, { componentType: 5120, size: 1 }],
    [draco.DT_UINT8, { componentType: 5121, size: 1 }],
    [draco.DT_INT16, { componentType: 5122, size: 2 }],
    [draco.DT_UINT16, { componentType: 5123, size: 2 }],
    [draco.DT_UINT32, { componentType: 5125, size: 4 }],
    [draco.DT_FLOAT32, { componentType: 5126, size: 4 }],
  ]);
}

async function instance() {
  module ??= (async () => {
    if (!globalThis.DracoDecoderModule) {
      await new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.onload = resolve;
        script.onerror = () => reject(new Error('draco: the library did not load'));
        script.src = `${LIBRARY}draco_wasm_wrapper.js`;
        document.head.append(script);
      });
    }
    const wasmBinary = await (await fetch(`${LIBRARY}draco_decoder.wasm`)).arrayBuffer();
    // The module looks like a promise of itself; a bare resolve would never end.
    return new Promise((resolve) => {
      globalThis.DracoDecoderModule({ wasmBinary, onModuleLoaded: (draco) => resolve({ draco }) });
    });
  })();
  return module;
}

/** Decodes one mesh; the body is its indices, then each attribute's values, in the order of the names. */
export async function run(buffer, { names, ids, answerMax }) {
  const { draco } = await instance();
  try {
    return decode(draco, new Int8Array(buffer), names, ids, answerMax);
  } catch (error) {
    // What trapped inside may have left anything behind.
    module = null;
    if (error instanceof ModelError) throw error;
    const text = String(error?.message ?? error).slice(0, 160);
    const code = /out of memory|OOM|allocation failed|Cannot enlarge/i.test(text) ? 'model_too_large' : 'invalid_model';
    throw new ModelError(code, `draco: ${text} (expected: a sound stream)`);
  } finally {
    if (draco.HEAP8.byteLength > HEAP_KEPT) module = null;
  }
}

function decode(draco, bytes, names, ids, answerMax) {
  const decoder = new draco.Decoder();
  const mesh = new draco.Mesh();
  try {
    if (bytes.length === 0 || decoder.GetEncodedGeometryType(bytes) !== draco.TRIANGULAR_MESH) {
      throw new ModelError('invalid_model', 'draco: no mesh (expected: a triangular mesh)');
    }
    const status = decoder.DecodeArrayToMesh(bytes, bytes.length, mesh);
    if (!status.ok() || mesh.ptr === 0) {
      throw new ModelError('invalid_model', `draco: ${status.error_msg()} (expected: a sound stream)`);
    }
    return collect(draco, decoder, mesh, names, ids, answerMax);
  } finally {
    draco.destroy(mesh);
    draco.destroy(decoder);
  }
}

function collect(draco, decoder, mesh, names, ids, answerMax) {
  const types = componentTypes(draco);
  const vertexCount = mesh.num_points();
  const triangles = mesh.num_faces();
  if (triangles === 0) throw new ModelError('invalid_model', 'draco: no triangles (expected: some)');
  const attributes = names.map((name, i) => {
    const attribute = decoder.GetAttributeByUniqueId(mesh, ids[i]);
    if (!attribute.ptr) throw new ModelError('invalid_model', `draco: ${name} is ${ids[i]} (expected: an attribute's id)`);
    const type = types.get(attribute.data_type());
    if (!type) throw new ModelError('invalid_model', `draco: ${name} of type ${attribute.data_type()} (expected: one of glTF)`);
    const components = attribute.num_components();
    return { name, attribute, ...type, components, length: vertexCount * components * type.size };
  });
  const length = attributes.reduce((sum, attribute) => sum + attribute.length, triangles * 12);
  if (length > answerMax) {
    throw new ModelError('model_too_large', `draco: ${length} bytes decoded (expected: at most ${answerMax})`);
  }
  const body = new Uint8Array(length);
  copy(draco, body, 0, triangles * 12, (at, size) => decoder.GetTrianglesUInt32Array(mesh, size, at));
  let offset = triangles * 12;
  for (const { attribute, length: size } of attributes) {
    copy(draco, body, offset, size, (at) =>
      decoder.GetAttributeDataArrayForAllPoints(mesh, attribute, attribute.data_type(), size, at),
    );
    offset += size;
  }
  const facts = {
    vertexCount,
    triangles,
    componentTypes: attributes.map(({ componentType }) => componentType),
    components: attributes.map(({ components }) => components),
    normalized: attributes.map(({ attribute }) => Number(attribute.normalized())),
  };
  return { facts, body };
}

function copy(draco, body, offset, size, fill) {
  if (size === 0) return;
  const at = draco._malloc(size);
  if (at === 0) throw new Error('out of memory');
  try {
    if (!fill(at, size)) throw new Error('values that cannot be read');
    body.set(new Uint8Array(draco.HEAP8.buffer, at, size), offset);
  } finally {
    draco._free(at);
  }
}
