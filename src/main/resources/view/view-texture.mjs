// SPDX-License-Identifier: Apache-2.0
// Makes Three.js textures of a view's textures and images, with their samplers and KHR_texture_transform.

const WRAPS = { 33071: 'ClampToEdgeWrapping', 33648: 'MirroredRepeatWrapping', 10497: 'RepeatWrapping' };
const FILTERS = {
  9728: 'NearestFilter',
  9729: 'LinearFilter',
  9984: 'NearestMipmapNearestFilter',
  9985: 'LinearMipmapNearestFilter',
  9986: 'NearestMipmapLinearFilter',
  9987: 'LinearMipmapLinearFilter',
};

/** Return the texture of a glTF textureInfo, or null when there is none. */
export function makeTexture(info, builder) {
  const source = (builder.view.tex ?? [])[info?.index];
  const image = source && (builder.view.img ?? [])[source.source];
  if (!image) return null;
  const texture = builder.texture ? builder.texture(image, source) : inline(image, source.sampler ?? {}, builder);
  return texture && placed(texture, info, builder.texture !== undefined);
}

function placed(texture, info, brought) {
  const transform = info.extensions?.KHR_texture_transform ?? {};
  const pair = (value) => Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
  const channel = transform.texCoord ?? info.texCoord;
  // Whoever brings textures may bring the same one twice.
  const own = brought && Object.keys(transform).length > 0 ? texture.clone() : texture;
  own.channel = channel === 1 ? 1 : 0;
  if (pair(transform.offset)) own.offset.fromArray(transform.offset);
  if (pair(transform.scale)) own.repeat.fromArray(transform.scale);
  if (Number.isFinite(transform.rotation)) own.rotation = transform.rotation;
  return own;
}

/** One source an image: decoded once, uploaded once for each way in which it is sampled. */
function inline(image, { wrapS, wrapT, magFilter, minFilter }, builder) {
  const { THREE } = builder;
  if (!(image.d instanceof Uint8Array) || typeof createImageBitmap !== 'function') return null;
  const texture = new THREE.Texture();
  const { source, decoded } = builder.sources.get(image) ?? decode(image, builder);
  texture.source = source;
  texture.flipY = false;
  texture.wrapS = THREE[WRAPS[wrapS] ?? 'RepeatWrapping'];
  texture.wrapT = THREE[WRAPS[wrapT] ?? 'RepeatWrapping'];
  texture.magFilter = THREE[FILTERS[magFilter] ?? 'LinearFilter'];
  texture.minFilter = THREE[FILTERS[minFilter] ?? 'LinearMipmapLinearFilter'];
  decoded.then(() => {
    texture.needsUpdate = source.data !== null;
  });
  return texture;
}

function decode(image, builder) {
  const source = new builder.THREE.Source(null);
  const options = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' };
  const decoded = createImageBitmap(new Blob([image.d], { type: image.mt }), options).then(
    (bitmap) => {
      source.data = bitmap;
    },
    () => {},
  );
  builder.sources.set(image, { source, decoded });
  return { source, decoded };
}
