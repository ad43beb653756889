// Lays heat over pictures, here and not in the server: opacity, colours and mode cost it nothing.

import { coloursOf } from './colours.js';

// As in the server's overlays: saliency up to which a pixel stays untouched, and from which on the colour is at full strength.
const onset = 0.1;
const full = 0.65;

const vertex = `#version 300 es
out vec2 place;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0;
  place = vec2(corner.x, 1.0 - corner.y);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

// The map is read through a cubic B-spline made of four bilinear reads: 112 cells over a large picture show no lattice.
const fragment = `#version 300 es
precision highp float;
in vec2 place;
out vec4 colour;
uniform sampler2D picture, map, colours;
uniform vec2 cells;
uniform float base, range, opacity;
uniform int mode;
float saliency(vec2 at) {
  vec2 grid = at * cells - 0.5, part = fract(grid), low = grid - part;
  vec2 one = 1.0 - part;
  vec2 w0 = one * one * one / 6.0, w3 = part * part * part / 6.0;
  vec2 w1 = 2.0 / 3.0 - part * part * (1.0 - part / 2.0), w2 = 1.0 - w0 - w1 - w3;
  vec2 g0 = w0 + w1, g1 = w2 + w3;
  vec2 p0 = (low + w1 / g0 - 0.5) / cells, p1 = (low + w3 / g1 + 1.5) / cells;
  return g0.y * (g0.x * texture(map, p0).r + g1.x * texture(map, vec2(p1.x, p0.y)).r)
       + g1.y * (g0.x * texture(map, vec2(p0.x, p1.y)).r + g1.x * texture(map, p1).r);
}
void main() {
  vec3 seen = texture(picture, place).rgb;
  if (mode == 2) { colour = vec4(seen, 1.0); return; }
  float level = clamp((saliency(place) - base) / range, 0.0, 1.0);
  vec3 heat = texture(colours, vec2((level * 255.0 + 0.5) / 256.0, 0.5)).rgb;
  colour = vec4(mode == 1 ? heat : mix(seen, heat, opacity * smoothstep(${onset}, ${full}, level)), 1.0);
}`;

const modes = { heat: 0, map: 1, picture: 2 };

/** Paints with the graphics card where there is one, and without where there is none. */
class Blend {
  #canvas = document.createElement('canvas');
  #small = document.createElement('canvas');
  #gl = null;
  #uniforms = null;
  #textures = null;
  #colours = null;

  constructor() {
    // Browsers allow few contexts at a time, so every tile is painted in this one and copied from it.
    this.#canvas.addEventListener('webglcontextlost', event => {
      event.preventDefault();
      this.#gl = null;
    });
    this.#canvas.addEventListener('webglcontextrestored', () => this.#begin());
    // `?plain` is for machines whose driver paints wrongly.
    if (!new URLSearchParams(location.search).has('plain')) this.#begin();
  }

  /** Which way it paints now: `webgl` or `canvas`. */
  get kind() {
    return this.#gl ? 'webgl' : 'canvas';
  }

  /**
   * Paints over a whole canvas.
   * @param context Its 2D context.
   * @param picture An ImageBitmap.
   * @param map `{ values, width, height, floor, range }`, or null for none.
   * @param look `{ mode, opacity, colours }`.
   */
  paint(context, picture, map, look) {
    const { width, height } = context.canvas;
    const mode = map ? look.mode : 'picture';
    if (this.#gl && !this.#gl.isContextLost()) {
      this.#paintGl(width, height, picture, map, mode, look);
      context.drawImage(this.#canvas, 0, this.#canvas.height - height, width, height, 0, 0, width, height);
    } else {
      this.#paintPlain(context, picture, map, mode, look);
    }
  }

  #begin() {
    try {
      const gl = this.#canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, powerPreference: 'low-power' });
      if (!gl) return;
      const program = gl.createProgram();
      for (const [type, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
        const shader = gl.createShader(type);
        gl.shaderSource(shader, text);
        gl.compileShader(shader);
        gl.attachShader(program, shader);
      }
      gl.linkProgram(program);
      if (!gl.getProgramParameter(program, gl.LINK_STATUS)) return;
      gl.useProgram(program);
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
      this.#uniforms = {};
      for (const name of ['picture', 'map', 'colours', 'cells', 'base', 'range', 'opacity', 'mode']) this.#uniforms[name] = gl.getUniformLocation(program, name);
      this.#textures = ['picture', 'map', 'colours'].map((name, unit) => {
        const texture = gl.createTexture();
        gl.activeTexture(gl.TEXTURE0 + unit);
        gl.bindTexture(gl.TEXTURE_2D, texture);
        for (const [key, value] of [[gl.TEXTURE_MIN_FILTER, gl.LINEAR], [gl.TEXTURE_MAG_FILTER, gl.LINEAR], [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE], [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE]]) gl.texParameteri(gl.TEXTURE_2D, key, value);
        gl.uniform1i(this.#uniforms[name], unit);
        return texture;
      });
      this.#colours = null;
      this.#gl = gl;
    } catch {
      // A browser that forbids WebGL may throw; the plain way works everywhere.
      this.#gl = null;
    }
  }

  #paintGl(width, height, picture, map, mode, look) {
    const gl = this.#gl;
    // It only grows: giving it another size for every tile would cost more than the pixels.
    if (this.#canvas.width < width) this.#canvas.width = width;
    if (this.#canvas.height < height) this.#canvas.height = height;
    gl.viewport(0, 0, width, height);
    gl.activeTexture(gl.TEXTURE0);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture);
    if (mode !== 'picture') {
      gl.activeTexture(gl.TEXTURE1);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, map.width, map.height, 0, gl.RED, gl.UNSIGNED_BYTE, map.values);
      if (this.#colours !== look.colours) {
        gl.activeTexture(gl.TEXTURE2);
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(coloursOf(look.colours).buffer));
        this.#colours = look.colours;
      }
      gl.uniform2f(this.#uniforms.cells, map.width, map.height);
      gl.uniform1f(this.#uniforms.base, map.floor);
      gl.uniform1f(this.#uniforms.range, Math.max(map.range, 1e-6));
      gl.uniform1f(this.#uniforms.opacity, look.opacity);
    }
    gl.uniform1i(this.#uniforms.mode, modes[mode]);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  #paintPlain(context, picture, map, mode, look) {
    const { width, height } = context.canvas;
    if (mode !== 'map') context.drawImage(picture, 0, 0, width, height);
    if (mode === 'picture') return;
    [this.#small.width, this.#small.height] = [map.width, map.height];
    const small = this.#small.getContext('2d');
    const image = small.createImageData(map.width, map.height);
    const colours = coloursOf(look.colours);
    for (let cell = 0; cell < map.values.length; cell++) {
      const level = Math.min(Math.max((map.values[cell] / 255 - map.floor) / Math.max(map.range, 1e-6), 0), 1);
      const from = Math.round(level * 255) * 4;
      image.data.set(colours.subarray(from, from + 3), cell * 4);
      image.data[cell * 4 + 3] = mode === 'map' ? 255 : 255 * look.opacity * smoothStep(level);
    }
    small.putImageData(image, 0, 0);
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#small, 0, 0, width, height);
  }
}

function smoothStep(value) {
  const part = Math.min(Math.max((value - onset) / (full - onset), 0), 1);
  return part * part * (3 - 2 * part);
}

/** The one for the whole page. */
export const blend = new Blend();
