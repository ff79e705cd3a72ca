import { readdirSync, readFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file of the page as it is served. */
export type Asset = { readonly type: string; readonly body: Buffer; readonly zipped: Buffer };

/** The files of the page by their path: its own, with the types stripped from TypeScript, and the library it is drawn with. */
export function readAssets(): ReadonlyMap<string, Asset> {
  const own = readdirSync(PAGE_FOLDER)
    .filter((file) => /\.(ts|css|html)$/.test(file))
    .map((file): [string, Asset] => [
      file === START ? '/' : `/page/${file}`,
      assetOf(file, readFileSync(join(PAGE_FOLDER, file), 'utf8')),
    ]);
  const require = createRequire(import.meta.url);
  const vendor = VENDOR.map(({ name, file }): [string, Asset] => {
    // Only CommonJS resolution is offered here, and the file beside the package's own is what browsers take.
    const folder = join(require.resolve('preact/package.json'), '..');
    return [vendorPath(name), assetOf('vendor.mjs', readFileSync(join(folder, file), 'utf8'))];
  });
  const all = new Map([...own, ...vendor]);
  const start = all.get('/');
  if (start) all.set('/', assetOf(START, withPreloads(start.body.toString(), [...all.keys()])));
  return all;
}

/** Scripts are asked for at once, not one after the other as each is found in another. */
function withPreloads(html: string, paths: readonly string[]): string {
  const links = paths
    .filter((path) => /\.(ts|mjs)$/.test(path))
    .map((path) => `<link rel="modulepreload" href="${path}" />`);
  return html.replace('</head>', `${links.join('')}</head>`);
}

const PAGE_FOLDER = join(import.meta.dirname, 'page');
const START = 'page.html';
/** What the page imports by a bare name. */
const VENDOR = [
  { name: 'preact', file: 'dist/preact.mjs' },
  { name: 'preact/hooks', file: 'hooks/dist/hooks.mjs' },
] as const;

function assetOf(file: string, text: string): Asset {
  const [type, content] = served(file, text);
  const body = Buffer.from(content);
  return { type, body, zipped: gzipSync(body) };
}

function served(file: string, text: string): [type: string, content: string] {
  if (file.endsWith('.html')) return ['text/html; charset=utf-8', text];
  if (file.endsWith('.css')) return ['text/css; charset=utf-8', text];
  const script = file.endsWith('.ts') ? withoutTypes(text) : text;
  return ['text/javascript; charset=utf-8', withAddresses(script)];
}

/** JavaScript with what was a type left out and without lines that have nothing left, so that little travels. */
function withoutTypes(text: string): string {
  const warn = process.emitWarning;
  // Node warns once that the function may change; whoever starts the playground can do nothing about it.
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(text)
      .replaceAll(/[ \t]+$/gm, '')
      .replaceAll(/\n{2,}/g, '\n');
  } finally {
    process.emitWarning = warn;
  }
}

/** Browsers know no bare names of packages. */
function withAddresses(script: string): string {
  return script
    .replaceAll(
      /(\bfrom\s*|\bimport\s*)(["'])(preact(?:\/hooks)?)\2/g,
      (_, before: string, quote: string, name: string) => {
        return `${before}${quote}${vendorPath(name)}${quote}`;
      },
    )
    .replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
}

function vendorPath(name: string): string {
  return `/vendor/${name.replaceAll('/', '-')}.mjs`;
}
