// SPDX-License-Identifier: Apache-2.0
// The room, the camera and the one WebGL context of the page; all of it outlives a job.
import {
  NeutralToneMapping,
  NoToneMapping,
  PMREMGenerator,
  PerspectiveCamera,
  SRGBColorSpace,
  Scene,
  WebGLRenderer,
} from 'three';
import { RoomEnvironment } from 'three/addons/environments/RoomEnvironment.js';
import { FOV } from './framing.mjs';
import { Ground } from './ground.mjs';

// Edge of the largest buffer drawn at once: 4096^2 of colour and depth is 128 MB; larger images are drawn in tiles.
const BUFFER_EDGE = 4096;

const UNLIT = new Set(['LineBasicMaterial', 'MeshBasicMaterial', 'PointsMaterial']);

// Pixels of the image: a line that is not blended away by supersampling, and a point that is seen by itself.
const LINE_WIDTH = 1;
const POINT_SIZE = 3;

export class Studio {
  constructor() {
    this.canvas = new OffscreenCanvas(64, 64);
    this.renderer = new WebGLRenderer({
      canvas: this.canvas,
      alpha: true,
      // Supersampling by 2 is nearer to the truth than 4 samples a pixel, and cheaper on a CPU rasteriser.
      antialias: false,
      premultipliedAlpha: true,
      preserveDrawingBuffer: false,
    });
    this.renderer.setPixelRatio(1);
    this.renderer.setClearColor(0x000000, 0);
    this.renderer.outputColorSpace = SRGBColorSpace;
    this.renderer.toneMapping = NoToneMapping;
    this.camera = new PerspectiveCamera(FOV, 1, 0.1, 10);
    this.scene = new Scene();
    this.light();
    this.renderer.toneMapping = NeutralToneMapping;
    // At full strength a white wall that faces the light comes out as 0.95 and loses its form.
    this.scene.environmentIntensity = 0.8;
    this.order = new Map();
    this.thin = new Set();
    this.renderer.setOpaqueSort((a, b) => this.compare(a, b, a.z - b.z));
    this.renderer.setTransparentSort((a, b) => this.compare(a, b, b.z - a.z));
  }

  /** Bakes the studio's light once; half a second on a CPU, so no job pays for it. */
  light() {
    const generator = new PMREMGenerator(this.renderer);
    const room = new RoomEnvironment();
    this.scene.environment = generator.fromScene(room, 0.04).texture;
    room.dispose();
    generator.dispose();
  }

  /**
   * Orders draws by where an object stands in its file. Three's own ids depend on which texture was decoded first, and
   * where two faces lie in one plane the order shows: the same model must give the same bytes.
   */
  compare(a, b, depth) {
    return (
      a.groupOrder - b.groupOrder ||
      a.renderOrder - b.renderOrder ||
      depth ||
      (this.order.get(a.object) ?? 0) - (this.order.get(b.object) ?? 0)
    );
  }

  show(model) {
    model.traverse((object) => {
      this.order.set(object, this.order.size);
      // Every model is seen in the same light, whatever lamps it brings.
      if (object.isLight) object.visible = false;
      // What no light falls on has the colour that its file says.
      for (const material of [object.material].flat()) {
        if (!UNLIT.has(material?.type)) continue;
        material.toneMapped = false;
        if (!object.isMesh) this.thin.add(material);
      }
    });
    this.scene.add(model);
    this.scene.updateMatrixWorld(true);
  }

  /** Puts the model on a ground that takes its shadow. */
  lay(sphere) {
    this.ground ??= new Ground();
    this.ground.lay(this.renderer, this.scene, sphere);
  }

  clear() {
    this.scene.children.slice().forEach((child) => this.scene.remove(child));
    this.order.clear();
    this.thin.clear();
    this.renderer.renderLists.dispose();
    // A program that is let go is compiled again for the next model; 0.2 to 1.4 s each on a CPU.
    for (const program of this.renderer.info.programs ?? []) {
      if (!program.kept) {
        program.kept = true;
        program.usedTimes++;
      }
    }
  }

  /** Draws the current view; yields one bitmap a tile, each supersampled. */
  *draw({ width, height, supersampling }) {
    for (const material of this.thin) {
      if (material.isPointsMaterial) material.size = POINT_SIZE * supersampling;
      else material.linewidth = LINE_WIDTH * supersampling;
    }
    const edge = Math.floor(BUFFER_EDGE / supersampling);
    const columns = Math.ceil(width / edge);
    const rows = Math.ceil(height / edge);
    const tileWidth = Math.ceil(width / columns);
    const tileHeight = Math.ceil(height / rows);
    for (let y = 0; y < height; y += tileHeight) {
      for (let x = 0; x < width; x += tileWidth) {
        const w = Math.min(tileWidth, width - x);
        const h = Math.min(tileHeight, height - y);
        const s = supersampling;
        this.resize(w * s, h * s);
        if (columns * rows > 1) this.camera.setViewOffset(width * s, height * s, x * s, y * s, w * s, h * s);
        else this.camera.clearViewOffset();
        this.renderer.render(this.scene, this.camera);
        yield { x, y, w, h, bitmap: this.canvas.transferToImageBitmap() };
      }
    }
  }

  resize(width, height) {
    if (this.canvas.width !== width || this.canvas.height !== height) this.renderer.setSize(width, height, false);
  }

  lost() {
    return this.renderer.getContext().isContextLost();
  }

  /** Tells whether memory ran out since the last job; what was drawn then is not to be trusted. Waits for the GPU. */
  exhausted() {
    const gl = this.renderer.getContext();
    for (let error = gl.getError(); error !== gl.NO_ERROR; error = gl.getError()) {
      if (error === gl.OUT_OF_MEMORY || error === gl.CONTEXT_LOST_WEBGL) return true;
    }
    return false;
  }

  facts() {
    const gl = this.renderer.getContext();
    const info = gl.getExtension('WEBGL_debug_renderer_info');
    return { gl: String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) };
  }

  usage() {
    const { memory, programs } = this.renderer.info;
    return { programs: programs?.length ?? 0, geometries: memory.geometries, textures: memory.textures };
  }
}
