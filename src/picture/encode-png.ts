import { crc32, deflateSync } from 'node:zlib';

/** Bits of a colour that are kept: a chart has few colours, and the shades at the edges of its letters are told apart no finer. */
const KEPT_BITS = 4;
const MAX_COLOURS = 256;
const SIGNATURE = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Opaque pixels (four bytes each) as a PNG with a table of colours, a fraction of the size of one without. */
export function encodePng(width: number, height: number, pixels: Uint8Array): Uint8Array {
  const places = new Map<number, number>();
  const colours: number[] = [];
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const colour = (kept(pixels, at) << 16) | (kept(pixels, at + 1) << 8) | kept(pixels, at + 2);
      let place = places.get(colour);
      if (place === undefined) {
        // A shade too many is shown as the last one: it stands at an edge, where nobody sees it.
        place = Math.min(colours.length, MAX_COLOURS - 1);
        places.set(colour, place);
        if (colours.length < MAX_COLOURS) colours.push(colour);
      }
      rows[y * (width + 1) + 1 + x] = place;
    }
  }
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // Eight bits for each pixel, which name a colour of the table.
  head.set([8, 3, 0, 0, 0], 8);
  const table = Uint8Array.from(colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** The high bits of a byte, spread so that white stays white. */
function kept(pixels: Uint8Array, at: number): number {
  const high = (pixels[at] ?? 0) >> (8 - KEPT_BITS);
  return (high << (8 - KEPT_BITS)) | high;
}

function chunk(name: string, bytes: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), bytes]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(bytes.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
