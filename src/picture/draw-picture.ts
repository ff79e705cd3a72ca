import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { encodePng } from './encode-png.ts';

/** Pixels across: twice the size of the drawing, so that it stays sharp on a phone. */
const WIDTH_PIXELS = 1600;
/** The one font of all pictures. It must be TTF or OTF: a compressed web font draws no text, and nothing says so. */
const FONT = join(import.meta.dirname, 'fonts', 'Inter-Regular.ttf');

/** A drawing (SVG) as PNG. Its text looks the same on every machine: no font of the system is used. */
export function drawPicture(svg: string): Uint8Array {
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'width', value: WIDTH_PIXELS },
    font: { loadSystemFonts: false, fontFiles: [FONT], defaultFontFamily: 'Inter' },
  });
  const { width, height, pixels } = drawing.render();
  return encodePng(width, height, pixels);
}
