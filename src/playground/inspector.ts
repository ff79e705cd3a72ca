import { z } from 'zod';
import { TRACE_MESSAGE } from '../trace.ts';
import type { DiscordServer } from './discord/discord.ts';
import type { TrafficEntry } from './discord/traffic.ts';
import type { Exchange, Platform, WireEntry } from './protocol.ts';
import { isObject } from './slack/json.ts';
import type { SlackServer } from './slack/slack-server.ts';
import type { LogEntry } from './slack/wire-log.ts';

/** Explains the newest exchange of each platform: the bot's own trace of it, and all that went over the wire for it. */
export type Inspector = {
  /** From here on what goes over the wire belongs to a new exchange. */
  readonly begin: (platform: Platform) => void;
  /** Reads a line of the bot's log; undefined when it is no trace. */
  readonly read: (line: string) => Exchange | undefined;
  readonly exchanges: () => readonly Exchange[];
  readonly wire: (platform: Platform) => readonly WireEntry[];
};

const numbers = z.record(z.string(), z.number());
const trace = z.object({
  msg: z.literal(TRACE_MESSAGE),
  thread: z.string(),
  person: z.string(),
  place: z.string(),
  said: z.string(),
  intent: z.string(),
  rule: z.string(),
  options: z.array(z.string()),
  confidence: z.number().optional(),
  zone: z.string().optional(),
  matches: z.array(z.object({ entry: z.string(), score: z.number(), parts: numbers, nearest: z.string() })),
  verdict: z.object({ kind: z.string(), rule: z.string() }).optional(),
  needs: z.array(
    z.object({
      criterion: z.string(),
      words: z.string(),
      strength: z.number(),
      isDenied: z.boolean(),
      points: numbers,
    }),
  ),
  pack: z.string(),
  version: z.string(),
  durationMs: z.number(),
});

/** Most bodies of one exchange that are shown. */
const MAX_ENTRIES = 80;

export function createInspector(slack: SlackServer, discord: DiscordServer): Inspector {
  const newest = new Map<Platform, Exchange>();
  const marks = { slack: { index: -1, at: Date.now() }, discord: { index: 0, at: Date.now() } };

  return {
    begin: (platform) => {
      marks[platform] = { index: platform === 'slack' ? lastIndex() : lastNumber(), at: Date.now() };
    },
    read: (line) => {
      const found = trace.safeParse(parsed(line)).data;
      const platform = found?.thread.split(':')[0];
      if (!found || (platform !== 'slack' && platform !== 'discord')) return undefined;
      const { msg: _, thread: __, verdict, person, confidence, zone, ...rest } = found;
      const exchange: Exchange = {
        ...rest,
        platform,
        person: nameOf(platform, person),
        confidence,
        zone,
        verdict: verdict?.rule,
      };
      newest.set(platform, exchange);
      return exchange;
    },
    exchanges: () => [...newest.values()],
    wire: (platform) => (platform === 'slack' ? slackWire() : discordWire()).slice(-MAX_ENTRIES),
  };

  function nameOf(platform: Platform, id: string): string {
    const person = platform === 'slack' ? slack.world.person(id) : discord.world.users.get(id);
    return person?.name ?? id;
  }

  function lastIndex(): number {
    return slack.log.entries().at(-1)?.index ?? -1;
  }

  function lastNumber(): number {
    return discord.traffic.entries().at(-1)?.number ?? 0;
  }

  function slackWire(): WireEntry[] {
    const { index, at } = marks.slack;
    return slack.log
      .entries()
      .filter((entry) => entry.index > index && entry.name !== 'ping' && entry.name !== 'pong')
      .map(({ from, name, over, atMs, body }) => ({
        from: from === 'app' ? 'bot' : 'slack',
        name: over === 'response-url' ? 'response_url' : name,
        afterMs: atMs - at,
        body,
      }));
  }

  function discordWire(): WireEntry[] {
    const { index, at } = marks.discord;
    return discord.traffic
      .entries()
      .filter(({ number }) => number > index)
      .flatMap((entry): WireEntry[] => {
        const shown = discordEntry(entry);
        return shown ? [{ ...shown, afterMs: entry.at - at }] : [];
      });
  }
}

/** What Slack refused in one entry of the log; undefined when it took it. */
export function slackRefusal({ from, over, name, body }: LogEntry): { what: string; why: string } | undefined {
  if (from !== 'slack' || !isObject(body) || (over !== 'api' && over !== 'response-url')) return undefined;
  const { status, body: reply } = body;
  const isRefused = (isObject(reply) && reply.ok === false) || (typeof status === 'number' && status >= 400);
  if (!isRefused) return undefined;
  return {
    what: over === 'api' ? name : 'response_url',
    why: shortened(isObject(reply) ? reply : { status: status ?? null }),
  };
}

/** What Discord refused in one entry of the traffic; undefined when it took it. */
export function discordRefusal(
  entry: TrafficEntry,
  all: DiscordServer['traffic'],
): { what: string; why: string } | undefined {
  if (entry.kind !== 'response' || entry.status < 400) return undefined;
  const request = all.entries().find((one) => one.number === entry.to);
  const what = request?.kind === 'request' ? `${request.method} ${plainPath(request.path)}` : 'a request';
  return { what, why: `${entry.status} ${shortened(entry.body)}` };
}

function discordEntry(entry: TrafficEntry): Omit<WireEntry, 'afterMs'> | undefined {
  switch (entry.kind) {
    case 'request':
      return { from: 'bot', name: `${entry.method} ${plainPath(entry.path)}`, body: entry.body };
    case 'response':
      return { from: 'discord', name: `${entry.status}`, body: entry.body };
    case 'received':
    case 'sent': {
      const frame = frameSchema.safeParse(entry.body).data;
      // Heartbeats are no part of any exchange.
      if (!frame || frame.op === HEARTBEAT || frame.op === HEARTBEAT_ACK) return undefined;
      return { from: entry.kind === 'received' ? 'bot' : 'discord', name: frame.t ?? `op ${frame.op}`, body: frame.d };
    }
    case 'opened':
      return { from: 'bot', name: 'gateway opened', body: null };
    case 'closed':
      return { from: 'bot', name: `gateway closed ${entry.code}`, body: null };
  }
}

const HEARTBEAT = 1;
const HEARTBEAT_ACK = 11;
const frameSchema = z.object({ op: z.number(), t: z.string().nullish(), d: z.unknown() });

const MAX_WHY_CHARS = 300;

function shortened(body: unknown): string {
  const text = JSON.stringify(body);
  return text.length > MAX_WHY_CHARS ? `${text.slice(0, MAX_WHY_CHARS)}…` : text;
}

/** A route without the tokens of interactions, which are long and say nothing. */
function plainPath(path: string): string {
  return path.replaceAll(/\/[\w%=-]{40,}/g, '/…');
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
