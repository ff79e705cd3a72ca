import type { IncomingMessage } from 'node:http';
import * as limits from './limits.ts';
import { invalidField, REFUSAL, type Refusal } from './refusals.ts';
import type { Upload } from './uploads.ts';

/** What a request brought. */
export type ReadBody = { readonly body: unknown; readonly json: string; readonly uploads: readonly Upload[] };

/** Reads a request's body: JSON, or a form of `payload_json` and files; refuses one that is too large or broken. */
export async function readBody(request: IncomingMessage): Promise<ReadBody | Refusal> {
  const bytes = await readAll(request);
  if (!bytes) return REFUSAL.tooLarge;
  const type = request.headers['content-type'] ?? '';
  if (bytes.byteLength === 0) return { body: {}, json: '', uploads: [] };
  if (type.startsWith('multipart/form-data')) return readForm(bytes, type);
  if (type.startsWith('application/json')) return readJson(bytes.toString('utf8'), []);
  return invalidField(
    [],
    'CONTENT_TYPE_INVALID',
    `Expected "Content-Type" header to be one of {'application/json', 'multipart/form-data'}.`,
  );
}

async function readAll(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size <= limits.MAX_REQUEST_BYTES) chunks.push(bytes);
  }
  return size <= limits.MAX_REQUEST_BYTES ? Buffer.concat(chunks) : undefined;
}

async function readForm(bytes: Buffer, type: string): Promise<ReadBody | Refusal> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
    .formData()
    .catch(() => undefined);
  if (!form) return REFUSAL.badRequest;
  const uploads: Upload[] = [];
  let json = '{}';
  for (const [field, value] of form) {
    if (typeof value === 'string') {
      if (field === 'payload_json') json = value;
      continue;
    }
    const number = /^files\[(\d+)\]$/.exec(field)?.[1];
    if (number === undefined) return invalidField([field], 'FORM_FIELD_UNKNOWN', 'Files must be named files[n].');
    uploads.push({
      number,
      filename: value.name,
      contentType: value.type || undefined,
      bytes: new Uint8Array(await value.arrayBuffer()),
    });
  }
  return readJson(json, uploads);
}

function readJson(json: string, uploads: readonly Upload[]): ReadBody | Refusal {
  try {
    return { body: JSON.parse(json), json, uploads };
  } catch {
    return REFUSAL.invalidJson;
  }
}
