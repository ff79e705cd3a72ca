import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import * as z from 'zod';
import { doctor } from '../../src/cli/doctor.ts';
import { SMALL_PACK, writeKnowledge } from '../pack/small-pack.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const report = z.strictObject({
  ok: z.boolean(),
  problems: z.number(),
  warnings: z.number(),
  findings: z.array(
    z.strictObject({
      area: z.enum(['settings', 'node', 'slack', 'discord', 'clock', 'store', 'packs', 'health']),
      level: z.enum(['problem', 'warning', 'ok', 'off']),
      says: z.string().min(1),
      todo: z.string().min(1).optional(),
    }),
  ),
});

export type Environment = Readonly<Record<string, string>>;

/** What the doctor finds, as "level area: what → what to do", and its exit code. */
export type Examined = {
  readonly code: number;
  readonly lines: readonly string[];
  /** Lines that are no 'ok' and no 'off'. */
  readonly bad: readonly string[];
  /** Everything that was printed. */
  readonly printed: string;
};

/** Runs the doctor in a world where nothing but these settings is set; the database and the packs are its own and small. */
export async function examined(
  environment: Environment,
  { aheadMs = 0, fileNames = [] }: { readonly aheadMs?: number; readonly fileNames?: readonly string[] } = {},
): Promise<Examined> {
  const printed: string[] = [];
  const code = await doctor({
    environment: {
      KNOWLEDGE_DIR: writeKnowledge({ drinks: SMALL_PACK }),
      ...('DATABASE_URL' in environment ? {} : { DATABASE_FILE: `${temporaryFolder()}/versus.sqlite` }),
      ...environment,
    },
    fileNames,
    isJson: true,
    width: 80,
    now: () => Date.now() + aheadMs,
    print: (line) => void printed.push(line),
  });
  const { ok, problems, warnings, findings } = report.parse(JSON.parse(printed.join('\n')));
  if (ok !== (code === 0) || printed.length !== 1) throw new Error(`odd report: ${printed.join('\n')}`);
  const lines = findings.map(
    ({ area, level, says, todo }) => `${level} ${area}: ${says}${todo === undefined ? '' : ` → ${todo}`}`,
  );
  const bad = lines.filter((line) => /^(?:problem|warning) /.test(line));
  if (bad.length !== problems + warnings) throw new Error(`counted wrongly: ${printed.join('\n')}`);
  return { code, lines, bad, printed: printed.join('\n') };
}

/** What a server between the doctor and a platform makes of an answer. */
export type Meddling = (answer: { readonly path: string; readonly status: number; readonly body: string }) => {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Environment;
};

/** The address of a server that hands everything on, and meddles with what comes back. */
export async function meddledWith(origin: string, meddle: Meddling): Promise<string> {
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    const { method = 'GET', headers } = request;
    const answer = await fetch(new URL(path, origin), {
      method,
      headers: { authorization: headers.authorization ?? '' },
    });
    const text = await answer.text();
    const {
      status = answer.status,
      body = text,
      headers: more = {},
    } = meddle({ path, status: answer.status, body: text });
    const scopes = answer.headers.get('x-oauth-scopes');
    response.writeHead(status, { ...(scopes === null ? {} : { 'x-oauth-scopes': scopes }), ...more });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

/** A change of one path's JSON. */
export function changing(end: string, change: object): Meddling {
  return ({ path, body }) =>
    path.split('?')[0]?.endsWith(end) ? { body: JSON.stringify({ ...JSON.parse(body), ...change }) } : {};
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
