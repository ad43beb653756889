// The colours of heat, the same as the server paints overlays with.

// 33 places of each from 0 to 1, two hexadecimal digits a channel; between them it is straight.
const stops = {
  turbo: '30123b392a734040a24456c7466be34680f64294ff37a8fa28bceb1ccdd818ddc21fe9af32f2984ef97d6dfe628bff4ba4fc3cb7f735cbed34dde037ecd13af7c13a'
    + 'fdae35fe992cfb8122f56918ec530fe14109d23105c12302ac1701950d017a0403',
  inferno: '0000040403120b0724150b37210c4a2f0a5b3d09654a0c6b57106e64156e71196e7d1e6d8a226a972766a32c61b0315bbc3754c63d4dd04545da4e3ce35933eb6429'
    + 'f1711ff67e14f98c0afb9b06fcaa0ffbba1ff9c932f5d949f2e865f3f586fcffa4',
  viridis: '440154470d6048186a482374472d7b4537814240863e49893b528b375b8d33638d2f6b8e2c728e297a8e26828e23898e21918c1f978b1f9f8821a68527ad8131b57b'
    + '3dbc744cc26c5cc8636ece5881d34d95d840aadc32c0df25d5e21aeae51afde725',
  grey: '000000ffffff',
};
const levels = 256;
const made = new Map();

/** The names there are. */
export const colourNames = Object.keys(stops);

/** 256 colours from low to high, RGBA. */
export function coloursOf(name) {
  if (!made.has(name)) made.set(name, make(stops[name]));
  return made.get(name);
}

function make(text) {
  const places = text.length / 6 - 1;
  const colours = new Uint8ClampedArray(levels * 4);
  for (let level = 0; level < levels; level++) {
    const at = level / (levels - 1) * places;
    const below = Math.min(Math.floor(at), places - 1);
    for (let channel = 0; channel < 3; channel++) {
      const [from, to] = [below, below + 1].map(place => parseInt(text.substr(place * 6 + channel * 2, 2), 16));
      colours[level * 4 + channel] = from + (to - from) * (at - below);
    }
    colours[level * 4 + 3] = 255;
  }
  return colours;
}
