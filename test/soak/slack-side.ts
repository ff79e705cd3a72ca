import { slackManifest } from '../../src/platforms/slack/manifest.ts';
import { objectIn, textIn } from '../../src/playground/slack/json.ts';
import { createSlackServer } from '../../src/playground/slack/slack-server.ts';
import type { Message } from '../../src/playground/slack/world.ts';
import { channelOf, namesOf, personOf, type Reply, type Side, type Trouble, WITHOUT_STORE } from './side.ts';

/** Slack tries again at once, after one minute and after five; here sooner, but later than a slow machine starts a process. */
const RETRY_MS = [100, 5000, 30_000];
const HANG_MS = 12_000;
const THREADS_A_CHANNEL = 4;
/** How long somebody looks for what came of a press. */
const PRESS_MS = 10_000;

/** A local Slack with so many threads. */
export function createSlackSide(threads: number): Side {
  const placeOf = (thread: number) => channelOf(thread, THREADS_A_CHANNEL);
  const people = namesOf(threads, personOf);
  const slack = createSlackServer({
    manifest: slackManifest({ mentionsOnly: false }),
    workspaces: [{ name: 'Acme', people, channels: namesOf(threads, placeOf).map((name) => ({ name })) }],
    deadlines: { retryMs: RETRY_MS, hangMs: HANG_MS },
  });
  const { world, faults } = slack;
  const workspace = world.workspaces()[0]?.id ?? '';
  const known = world.people(workspace);
  const app = known.find(({ bot }) => bot !== undefined)?.id ?? '';
  const idOf = new Map(known.map(({ name, id }) => [name, id]));
  const channels = new Map(world.conversations(workspace).map(({ name, id }) => [name, id]));
  const roots = new Map<number, Message>();
  const threadOf = new Map<string, number>();
  const replies: Reply[] = [];
  const answered = new Set<string>();
  world.onChange((change) => {
    if (change.kind !== 'posted' || change.message.by !== app) return;
    const key = textIn(objectIn(objectIn(change.message.metadata).event_payload).operation);
    const thread = threadOf.get(change.message.thread ?? '');
    if (key === '' || thread === undefined) return;
    const isWithoutStore = JSON.stringify(change.message.blocks).includes(WITHOUT_STORE);
    replies.push({ key, thread, isWithoutStore });
    answered.add(key);
  });

  return {
    name: 'slack',
    start: slack.start,
    stop: slack.stop,
    environment: () => ({
      SLACK_BOT_TOKEN: slack.botToken(),
      SLACK_APP_TOKEN: slack.app.appToken,
      SLACK_API_URL: slack.apiUrl(),
    }),
    connections: slack.connections,
    say: (thread, text) => {
      const root = roots.get(thread) ?? begun(thread);
      const by = idOf.get(personOf(thread)) ?? '';
      const { ts } = world.post({ channel: root.channel, by, text: `<@${app}> ${text}`, thread: root.ts });
      return `slack:${workspace}:${root.channel}:${ts}`;
    },
    command: async (thread, text) => {
      const patience = { quietMs: 5, patienceMs: 3000 };
      const { acknowledged } = await slack
        .as(personOf(thread))
        .command(`#${placeOf(thread)}`, `/versus ${text}`, patience);
      return acknowledged === 'acknowledged';
    },
    press: async (thread, label) => {
      const person = slack.as(personOf(thread));
      const root = roots.get(thread) ?? begun(thread);
      const message = person.readThread(root).findLast(({ buttons }) => buttons.includes(label));
      if (!message) throw new Error(`nobody offers ${label} in thread ${thread}`);
      const { messages } = await person.press(message, label, { patienceMs: PRESS_MS });
      return messages.map(({ shown }) => shown).join('\n');
    },
    replies: () => replies,
    answered: () => answered.size,
    troubles: [
      { name: 'events sent twice', begin: (times) => faults.deliveries({ kind: 'redeliver' }, times) },
      {
        name: 'events out of order',
        begin: (times, random) => {
          for (let nth = 0; nth < times; nth++) faults.deliveries({ kind: 'delay', ms: random.below(500) }, 1);
        },
      },
      { name: 'socket refreshed', begin: () => faults.disconnect('refresh_requested', 'all') },
      { name: 'socket about to close', begin: () => faults.disconnect('warning', 'all') },
      { name: 'socket cut', begin: () => faults.cut('all') },
      { name: 'envelope of no known kind', begin: () => faults.rawEnvelope('{"type":"surprise","payload":null}') },
      { name: 'envelope that is no JSON', begin: () => faults.rawEnvelope('{"envelope_id":') },
      post('429 with Retry-After', { kind: 'rate-limited', retryAfterSeconds: 1 }),
      post('429 without Retry-After', { kind: 'rate-limited' }),
      post('500 before it is stored', { kind: 'server-error', isStored: false }),
      post('500 after it is stored', { kind: 'server-error', isStored: true }),
      post('connection reset before it is stored', { kind: 'reset', isStored: false }),
      post('answer dropped after it is stored', { kind: 'reset', isStored: true }),
      post('answer that hangs, not stored', { kind: 'hang', isStored: false }),
      post('answer that hangs, stored', { kind: 'hang', isStored: true }),
      post('answer that comes late', { kind: 'late', ms: 1500 }),
      post('401 from a broken edge', { kind: 'unauthorized' }),
    ],
    clear: faults.clear,
  };

  /** Somebody begins a thread with words that are not for the bot. */
  function begun(thread: number): Message {
    const channel = channels.get(placeOf(thread)) ?? '';
    const root = world.post({ channel, by: idOf.get(personOf(thread)) ?? '', text: 'about our next service' });
    roots.set(thread, root);
    threadOf.set(root.ts, thread);
    return root;
  }

  function post(name: string, fault: Parameters<typeof faults.api>[1]): Trouble {
    return { name: `post: ${name}`, begin: (times) => faults.api('chat.postMessage', fault, { times }) };
  }
}
