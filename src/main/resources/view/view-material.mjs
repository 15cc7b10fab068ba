// SPDX-License-Identifier: Apache-2.0
// Makes Three.js materials of glTF 2.0 material objects, with the extensions that MeshPhysicalMaterial draws.
import { makeTexture } from './view-texture.mjs';

const number = (value, fallback) => (typeof value === 'number' ? value : fallback);
const triple = (value, fallback) => (Array.isArray(value) && value.length >= 3 ? value.slice(0, 3) : fallback);

// Property of Three.js: member of the extension, and the number that glTF takes when it is absent.
const FACTORS = {
  KHR_materials_anisotropy: { anisotropy: ['anisotropyStrength', 0], anisotropyRotation: ['anisotropyRotation', 0] },
  KHR_materials_clearcoat: { clearcoat: ['clearcoatFactor', 0], clearcoatRoughness: ['clearcoatRoughnessFactor', 0] },
  KHR_materials_dispersion: { dispersion: ['dispersion', 0] },
  KHR_materials_emissive_strength: { emissiveIntensity: ['emissiveStrength', 1] },
  KHR_materials_ior: { ior: ['ior', 1.5] },
  KHR_materials_iridescence: { iridescence: ['iridescenceFactor', 0], iridescenceIOR: ['iridescenceIor', 1.3] },
  KHR_materials_sheen: { sheenRoughness: ['sheenRoughnessFactor', 0] },
  KHR_materials_specular: { specularIntensity: ['specularFactor', 1] },
  KHR_materials_transmission: { transmission: ['transmissionFactor', 0] },
  KHR_materials_volume: { thickness: ['thicknessFactor', 0], attenuationDistance: ['attenuationDistance', Infinity] },
};

const COLORS = {
  KHR_materials_sheen: { sheenColor: ['sheenColorFactor', [0, 0, 0]] },
  KHR_materials_specular: { specularColor: ['specularColorFactor', [1, 1, 1]] },
  KHR_materials_volume: { attenuationColor: ['attenuationColor', [1, 1, 1]] },
};

// Those with "Color" in their names hold colours.
const MAPS = {
  KHR_materials_anisotropy: { anisotropyMap: 'anisotropyTexture' },
  KHR_materials_clearcoat: {
    clearcoatMap: 'clearcoatTexture',
    clearcoatRoughnessMap: 'clearcoatRoughnessTexture',
    clearcoatNormalMap: 'clearcoatNormalTexture',
  },
  KHR_materials_iridescence: { iridescenceMap: 'iridescenceTexture', iridescenceThicknessMap: 'iridescenceThicknessTexture' },
  KHR_materials_sheen: { sheenColorMap: 'sheenColorTexture', sheenRoughnessMap: 'sheenRoughnessTexture' },
  KHR_materials_specular: { specularIntensityMap: 'specularTexture', specularColorMap: 'specularColorTexture' },
  KHR_materials_transmission: { transmissionMap: 'transmissionTexture' },
  KHR_materials_volume: { thicknessMap: 'thicknessTexture' },
};

/** builder: { THREE, view, texture, sources }. A texture that can't be had is left out. */
export function makeMaterial(source, builder) {
  const { THREE } = builder;
  const pbr = source.pbrMetallicRoughness ?? {};
  const extensions = source.extensions ?? {};
  const common = {
    name: typeof source.name === 'string' ? source.name : '',
    color: new THREE.Color().setRGB(...triple(pbr.baseColorFactor, [1, 1, 1])),
    side: source.doubleSided === true ? THREE.DoubleSide : THREE.FrontSide,
    opacity: Array.isArray(pbr.baseColorFactor) ? number(pbr.baseColorFactor[3], 1) : 1,
    transparent: source.alphaMode === 'BLEND',
    depthWrite: source.alphaMode !== 'BLEND',
    alphaTest: source.alphaMode === 'MASK' ? number(source.alphaCutoff, 0.5) : 0,
  };
  const assign = (material, key, info, colored) => {
    const texture = makeTexture(info, builder);
    if (!texture) return;
    if (colored) texture.colorSpace = THREE.SRGBColorSpace;
    material[key] = texture;
  };
  if (extensions.KHR_materials_unlit) {
    const unlit = new THREE.MeshBasicMaterial(common);
    assign(unlit, 'map', pbr.baseColorTexture, true);
    return unlit;
  }
  const physical = Object.keys(FACTORS).some((name) => extensions[name] && name !== 'KHR_materials_emissive_strength');
  const material = new THREE[physical ? 'MeshPhysicalMaterial' : 'MeshStandardMaterial']({
    ...common,
    metalness: number(pbr.metallicFactor, 1),
    roughness: number(pbr.roughnessFactor, 1),
    emissive: new THREE.Color().setRGB(...triple(source.emissiveFactor, [0, 0, 0])),
  });
  assign(material, 'map', pbr.baseColorTexture, true);
  assign(material, 'metalnessMap', pbr.metallicRoughnessTexture, false);
  material.roughnessMap = material.metalnessMap;
  assign(material, 'normalMap', source.normalTexture, false);
  material.normalScale.setScalar(number(source.normalTexture?.scale, 1));
  assign(material, 'aoMap', source.occlusionTexture, false);
  material.aoMapIntensity = number(source.occlusionTexture?.strength, 1);
  assign(material, 'emissiveMap', source.emissiveTexture, true);
  extend(material, extensions, assign);
  return material;
}

function extend(material, extensions, assign) {
  for (const [name, extension] of Object.entries(extensions)) {
    for (const [key, [member, fallback]] of Object.entries(FACTORS[name] ?? {})) material[key] = number(extension[member], fallback);
    for (const [key, [member, fallback]] of Object.entries(COLORS[name] ?? {})) material[key].setRGB(...triple(extension[member], fallback));
    for (const [key, member] of Object.entries(MAPS[name] ?? {})) assign(material, key, extension[member], key.includes('Color'));
  }
  const { KHR_materials_clearcoat: coat, KHR_materials_iridescence: film, KHR_materials_sheen: sheen } = extensions;
  if (sheen) material.sheen = 1;
  if (coat) material.clearcoatNormalScale.setScalar(number(coat.clearcoatNormalTexture?.scale, 1));
  if (film) {
    material.iridescenceThicknessRange = [number(film.iridescenceThicknessMinimum, 100), number(film.iridescenceThicknessMaximum, 400)];
  }
}

/**
 * Return the material for a mesh without tangents: Three.js then derives them from the texture coordinates, of which v points
 * down in glTF and up in Three.js.
 */
export function withDerivedTangents(material) {
  if (!material.normalMap && !material.clearcoatNormalMap) return material;
  const derived = material.clone();
  if (derived.normalScale) derived.normalScale.y *= -1;
  if (derived.clearcoatNormalScale) derived.clearcoatNormalScale.y *= -1;
  return derived;
}
