// SPDX-License-Identifier: Apache-2.0
// Reduces supersampled tiles to one image, lays it over its background, encodes it.
const views = new Map();

onmessage = async ({ data }) => {
  try {
    if (data.tile) place(data);
    else postMessage(await encode(data));
  } catch (error) {
    views.delete(data.id);
    postMessage({ id: data.id, error: String(error?.message ?? error) });
  }
};

function place({ id, tile, width, height }) {
  let context = views.get(id);
  if (!context) {
    // Reduced on the CPU in any case: the same pixels whichever machine, and no second copy in the GPU process.
    context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    views.set(id, context);
  }
  const { x, y, w, h, bitmap } = tile;
  // Half the size by bilinear taps is the exact mean of four samples.
  context.imageSmoothingQuality = bitmap.width === 2 * w ? 'low' : 'high';
  context.drawImage(bitmap, 0, 0, bitmap.width, bitmap.height, x, y, w, h);
  bitmap.close();
}

async function encode({ id, mime, quality, background }) {
  const context = views.get(id);
  views.delete(id);
  const { canvas } = context;
  const blank = isBlank(context.getImageData(0, 0, canvas.width, canvas.height).data);
  if (background) {
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = background;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  const blob = await canvas.convertToBlob({ type: mime, quality });
  if (blob.type !== mime) throw new Error(`encoder: ${blob.type} (expected: ${mime})`);
  const url = new FileReaderSync().readAsDataURL(blob);
  return { id, blank, base64: url.slice(url.indexOf(',') + 1) };
}

function isBlank(pixels) {
  const words = new Uint32Array(pixels.buffer);
  for (let i = 0; i < words.length; i++) if (words[i] !== 0) return false;
  return true;
}
