// SPDX-License-Identifier: Apache-2.0
// Makes Three.js animation clips of a view's animations.
import { at, check, list } from './checks.mjs';

// Path: property, track, numbers a key.
const PATHS = {
  t: ['position', 'VectorKeyframeTrack', 3],
  r: ['quaternion', 'QuaternionKeyframeTrack', 4],
  s: ['scale', 'VectorKeyframeTrack', 3],
};

/** builder: { THREE, nodes, stream(index) }. */
export function makeClip({ name, dur, ch }, builder) {
  const { THREE } = builder;
  return new THREE.AnimationClip(name, dur, list(ch).flatMap((channel) => tracks(channel, builder)));
}

function tracks({ n, p, i, in: input, out }, builder) {
  const node = at(builder.nodes, n, 'node');
  // Weights move what the node draws; the node itself is none of Three's meshes.
  if (p === 'w') {
    return node.children
      .filter((object) => object.userData.levels && object.morphTargetInfluences)
      .map((object) => track(object, ['morphTargetInfluences', 'NumberKeyframeTrack', object.morphTargetInfluences.length], i, input, out, builder));
  }
  return PATHS[p] ? [track(node, PATHS[p], i, input, out, builder)] : [];
}

function track(object, [property, type, size], interpolation, input, out, builder) {
  const { THREE } = builder;
  const times = builder.stream(input).array;
  const values = builder.stream(out).array;
  const cubic = interpolation === 'CUBICSPLINE';
  const expected = times.length * size * (cubic ? 3 : 1);
  check(times.length > 0 && values.length === expected, `channel: ${values.length} numbers (expected: ${expected}, and a key)`);
  const mode = interpolation === 'STEP' ? THREE.InterpolateDiscrete : THREE.InterpolateLinear;
  const made = new THREE[type](`${object.uuid}.${property}`, times, values, mode);
  if (cubic) {
    const Spline = splineOf(THREE);
    made.getValueSize = () => size;
    made.createInterpolant = (result) => new Spline(made.times, made.values, size, result ?? undefined, property === 'quaternion');
  }
  return made;
}

const splines = new WeakMap();

/** Three's own cubic interpolation knows no tangents, so glTF's is added to whichever Three.js this is. */
function splineOf(THREE) {
  if (!splines.has(THREE.Interpolant)) splines.set(THREE.Interpolant, makeSpline(THREE.Interpolant));
  return splines.get(THREE.Interpolant);
}

function makeSpline(Interpolant) {
  // A key is three values: the tangent that leads in, the value, the tangent that leads out; tangents are a second.
  return class Spline extends Interpolant {
    constructor(times, values, size, result, unit) {
      super(times, values, size, result);
      this.unit = unit;
    }

    copySampleValue_(key) {
      const { resultBuffer, sampleValues, valueSize } = this;
      for (let i = 0; i < valueSize; i++) resultBuffer[i] = sampleValues[(key * 3 + 1) * valueSize + i];
      return resultBuffer;
    }

    interpolate_(key, before, now, after) {
      const { resultBuffer, sampleValues, valueSize } = this;
      const span = after - before;
      const x = (now - before) / span;
      const rest = 1 - x;
      // The Hermite basis in factors: the weights of both values and of both tangents.
      const end = x * x * (3 - 2 * x);
      const leave = x * rest * rest * span;
      const arrive = -x * x * rest * span;
      const from = (key - 1) * 3 * valueSize;
      const to = key * 3 * valueSize;
      let square = 0;
      for (let i = 0; i < valueSize; i++) {
        const value = (1 - end) * sampleValues[from + valueSize + i] + leave * sampleValues[from + 2 * valueSize + i]
          + end * sampleValues[to + valueSize + i] + arrive * sampleValues[to + i];
        resultBuffer[i] = value;
        square += value * value;
      }
      if (this.unit && square > 0) for (let i = 0; i < valueSize; i++) resultBuffer[i] /= Math.sqrt(square);
      return resultBuffer;
    }
  };
}
