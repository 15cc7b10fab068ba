// SPDX-License-Identifier: Apache-2.0
// The shadow that a model throws on the ground it stands on: its underside seen from below, the darker the nearer, blurred.
// It is drawn once a model; every angle then shows it on one plane.
import {
  DoubleSide,
  LinearFilter,
  Mesh,
  MeshBasicMaterial,
  MeshDepthMaterial,
  NoBlending,
  OrthographicCamera,
  PlaneGeometry,
  Scene,
  ShaderMaterial,
  Vector2,
  WebGLRenderTarget,
} from 'three';

// Of the shadow's picture; it is blurred, more can't be seen.
const EDGE = 256;
// Of the model's radius: half the side of the plane, the height above which nothing darkens it, the blur's reach.
const REACH = 1.5;
const HEIGHT = 0.6;
const BLUR = 0.16;
const DARKNESS = 0.6;
// Below the lowest vertex, in radii: a flat underside and the plane must not fight for the same depth.
const GAP = 1e-3;

const TAPS = 10;

export class Ground {
  constructor() {
    this.seen = target();
    this.blurred = target();
    this.below = new OrthographicCamera(-1, 1, 1, -1, 0, 1);
    // Up from the ground: right is +x, up is +z.
    this.below.rotation.x = Math.PI / 2;
    this.depth = depthMaterial();
    this.blur = blurMaterial();
    this.screen = new Scene();
    this.screen.add(new Mesh(new PlaneGeometry(2, 2), this.blur));
    this.plane = new Mesh(new PlaneGeometry(2, 2), planeMaterial(this.seen.texture));
    this.plane.rotation.x = Math.PI / 2;
    this.plane.renderOrder = -1;
  }

  /** Looks at a scene that holds the model alone, and puts the plane beneath it. */
  lay(renderer, scene, { center, radius, box }) {
    const reach = radius * REACH;
    const level = box.min.y - radius * GAP;
    Object.assign(this.below, { left: -reach, right: reach, top: reach, bottom: -reach, far: radius * HEIGHT });
    this.below.position.set(center.x, level, center.z);
    this.below.updateMatrixWorld(true);
    this.below.updateProjectionMatrix();
    const { environment, overrideMaterial } = scene;
    scene.environment = null;
    scene.overrideMaterial = this.depth;
    this.pass(renderer, scene, this.below, this.seen);
    scene.environment = environment;
    scene.overrideMaterial = overrideMaterial;
    const step = ((BLUR / REACH) * 0.5) / TAPS;
    this.smear(renderer, this.seen, this.blurred, step, 0);
    this.smear(renderer, this.blurred, this.seen, 0, step);
    this.plane.position.copy(this.below.position);
    this.plane.scale.setScalar(reach);
    scene.add(this.plane);
    this.plane.updateMatrixWorld(true);
  }

  /** Shows the plane to a camera that is above it, all of it. */
  see(camera, { radius }) {
    this.plane.visible = camera.position.y > this.plane.position.y;
    camera.near -= radius;
    camera.far += radius;
    camera.updateProjectionMatrix();
  }

  smear(renderer, from, to, across, down) {
    this.blur.uniforms.picture.value = from.texture;
    this.blur.uniforms.offset.value.set(across, down);
    this.pass(renderer, this.screen, this.below, to);
  }

  pass(renderer, scene, camera, to) {
    renderer.setRenderTarget(to);
    renderer.clear();
    renderer.render(scene, camera);
    renderer.setRenderTarget(null);
  }
}

function target() {
  return new WebGLRenderTarget(EDGE, EDGE, { minFilter: LinearFilter, magFilter: LinearFilter });
}

function planeMaterial(map) {
  return new MeshBasicMaterial({ map, transparent: true, depthWrite: false, toneMapped: false, side: DoubleSide });
}

/** Black, as opaque as the surface is near. */
function depthMaterial() {
  const material = new MeshDepthMaterial({ side: DoubleSide, blending: NoBlending });
  material.onBeforeCompile = (shader) => {
    const main = 'void main() {';
    if (!shader.fragmentShader.includes(main)) throw new Error('ground: MeshDepthMaterial has another shader');
    const end = shader.fragmentShader.lastIndexOf('}');
    shader.fragmentShader = `${shader.fragmentShader.slice(0, end)}
      gl_FragColor = vec4(0.0, 0.0, 0.0, ${DARKNESS.toFixed(3)} * (1.0 - gl_FragCoord.z));
    }`;
  };
  return material;
}

function blurMaterial() {
  return new ShaderMaterial({
    uniforms: { picture: { value: null }, offset: { value: new Vector2() } },
    depthTest: false,
    depthWrite: false,
    blending: NoBlending,
    vertexShader: `
      varying vec2 at;
      void main() {
        at = uv;
        gl_Position = vec4(position.xy, 0.0, 1.0);
      }`,
    // A Gaussian of two deviations.
    fragmentShader: `
      uniform sampler2D picture;
      uniform vec2 offset;
      varying vec2 at;
      void main() {
        float sum = 0.0;
        float weights = 0.0;
        for (int i = -${TAPS}; i <= ${TAPS}; i++) {
          float x = 2.0 * float(i) / ${TAPS}.0;
          float weight = exp(-0.5 * x * x);
          sum += weight * texture2D(picture, at + float(i) * offset).a;
          weights += weight;
        }
        gl_FragColor = vec4(0.0, 0.0, 0.0, sum / weights);
      }`,
  });
}
