// SPDX-License-Identifier: Apache-2.0
// Where the camera stands: as far away for every angle, so that the object is whole and its sizes compare.
import { Box3, MathUtils, Matrix4, Vector3 } from 'three';
import { ModelError } from './model-error.mjs';

export const FOV = 30;
const MARGIN = 1.05;
// Past these a float of the shaders overflows or vanishes when it is squared.
const RADIUS_MIN = 1e-12;
const RADIUS_MAX = 1e12;

/** Measures the box of everything visible, and the sphere around it: the centre of the box, out to the farthest vertex. */
export function measure(root) {
  const box = new Box3();
  eachVertex(root, (vertex) => box.expandByPoint(vertex));
  if (box.isEmpty()) throw new ModelError('invalid_model', 'model: no visible geometry (expected: at least one triangle)');
  const center = box.getCenter(new Vector3());
  let square = 0;
  eachVertex(root, (vertex) => {
    square = Math.max(square, vertex.distanceToSquared(center));
  });
  const radius = Math.sqrt(square);
  if (!(radius >= RADIUS_MIN && radius <= RADIUS_MAX)) {
    throw new ModelError('invalid_model', `bounds: radius ${radius} (expected: ${RADIUS_MIN}..${RADIUS_MAX})`);
  }
  return { center, radius, box };
}

/** Points the camera: yaw 0 looks at the front from +z, 90 from +x; pitch is degrees above the horizon. */
export function aim(camera, { center, radius }, { yaw, pitch }, aspect) {
  const half = MathUtils.degToRad(FOV / 2);
  const narrow = Math.min(half, Math.atan(Math.tan(half) * aspect));
  const reach = radius * MARGIN;
  const distance = reach / Math.sin(narrow);
  // Yaw, then pitch: the top view has the front at its lower edge, without a singular up vector.
  camera.rotation.set(-MathUtils.degToRad(pitch), MathUtils.degToRad(yaw), 0, 'YXZ');
  camera.position.set(0, 0, distance).applyEuler(camera.rotation).add(center);
  camera.aspect = aspect;
  camera.near = distance - reach;
  camera.far = distance + reach;
  camera.updateMatrixWorld(true);
  camera.updateProjectionMatrix();
}

function eachVertex(root, visit) {
  const vertex = new Vector3();
  const instance = new Matrix4();
  root.traverseVisible((object) => {
    const position = object.geometry?.attributes.position;
    if (!position || !object.isMesh && !object.isLine && !object.isPoints) return;
    const index = object.geometry.index;
    const count = index ? index.count : position.count;
    const moved = object.isMesh && (object.isSkinnedMesh || object.morphTargetInfluences?.some((weight) => weight !== 0));
    const instances = object.isInstancedMesh ? object.count : 1;
    for (let i = 0; i < instances; i++) {
      if (object.isInstancedMesh) object.getMatrixAt(i, instance);
      for (let v = 0; v < count; v++) {
        const at = index ? index.getX(v) : v;
        if (moved) object.getVertexPosition(at, vertex);
        else vertex.fromBufferAttribute(position, at);
        if (object.isInstancedMesh) vertex.applyMatrix4(instance);
        vertex.applyMatrix4(object.matrixWorld);
        if (!Number.isFinite(vertex.x + vertex.y + vertex.z)) {
          throw new ModelError('invalid_model', 'POSITION: not a finite number (expected: finite coordinates)');
        }
        visit(vertex);
      }
    }
  });
}
