// SPDX-License-Identifier: Apache-2.0
// Makes Three.js materials of glTF 2.0 material objects: metal and roughness, the textures of the core, alpha, two sides.

const color = (THREE, factor, fallback) => new THREE.Color().setRGB(...(Array.isArray(factor) ? factor.slice(0, 3) : fallback));
const number = (value, fallback) => (typeof value === 'number' ? value : fallback);

/** builder: { THREE, view, texture }. A texture that can't be had is left out. */
export function makeMaterial(source, builder) {
  const { THREE } = builder;
  const pbr = source.pbrMetallicRoughness ?? {};
  const alpha = Array.isArray(pbr.baseColorFactor) ? number(pbr.baseColorFactor[3], 1) : 1;
  const material = new THREE.MeshStandardMaterial({
    name: typeof source.name === 'string' ? source.name : '',
    color: color(THREE, pbr.baseColorFactor, [1, 1, 1]),
    metalness: number(pbr.metallicFactor, 1),
    roughness: number(pbr.roughnessFactor, 1),
    emissive: color(THREE, source.emissiveFactor, [0, 0, 0]),
    side: source.doubleSided === true ? THREE.DoubleSide : THREE.FrontSide,
    transparent: source.alphaMode === 'BLEND',
    opacity: source.alphaMode === 'BLEND' ? alpha : 1,
    alphaTest: source.alphaMode === 'MASK' ? number(source.alphaCutoff, 0.5) : 0,
  });
  const assign = (key, info, colored) => {
    const texture = info === undefined || info === null ? null : makeTexture(info.index, builder);
    if (texture) {
      if (colored) texture.colorSpace = THREE.SRGBColorSpace;
      texture.channel = number(info.texCoord, 0);
      material[key] = texture;
    }
  };
  assign('map', pbr.baseColorTexture, true);
  assign('metalnessMap', pbr.metallicRoughnessTexture, false);
  material.roughnessMap = material.metalnessMap;
  assign('normalMap', source.normalTexture, false);
  assign('aoMap', source.occlusionTexture, false);
  assign('emissiveMap', source.emissiveTexture, true);
  return material;
}

function makeTexture(index, { THREE, view, texture: choose }) {
  const source = (view.tex ?? [])[index];
  const image = source && (view.img ?? [])[source.source];
  if (!image) return null;
  if (choose) return choose(image, source);
  if (!(image.d instanceof Uint8Array) || typeof createImageBitmap !== 'function') return null;
  const texture = new THREE.Texture();
  texture.flipY = false;
  texture.wrapS = texture.wrapT = THREE.RepeatWrapping;
  createImageBitmap(new Blob([image.d], { type: image.mt }), { colorSpaceConversion: 'none' }).then((bitmap) => {
    texture.image = bitmap;
    texture.needsUpdate = true;
  });
  return texture;
}
