import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Actor, MENTION, type Setting, type Shown } from './actor.ts';
import { type Conversation, type ConversationTurn, readConversation } from './conversation.ts';
import type { Playing, Tour } from './protocol.ts';

/** The conversations that the page offers to play, by file. */
const TOURS: readonly { readonly file: string; readonly title: string }[] = [
  { file: 'first-question.yaml', title: 'A first question' },
  { file: 'quick-verdict.yaml', title: 'A quick verdict' },
  { file: 'close-call.yaml', title: 'A close call, and what if' },
  { file: 'together.yaml', title: 'Both together' },
  { file: 'team-in-a-thread.yaml', title: 'A team argues in a thread' },
];

/** Plays conversations on both platforms at once, at reading speed. */
export type Tours = {
  readonly list: () => readonly Tour[];
  readonly playing: () => Playing | undefined;
  /** Plays one to its end, or until it is stopped. One that plays already is stopped first. */
  readonly play: (file: string, paceMs?: number) => void;
  readonly stop: () => void;
};

export type ToursOptions = {
  /** The folder with the conversations. */
  readonly folder: string;
  readonly people: readonly [string, ...string[]];
  readonly actors: () => { readonly slack: Actor; readonly discord: Actor };
  readonly restart: () => Promise<void>;
  readonly changed: (playing: Playing | undefined) => void;
  readonly failed: (why: string) => void;
};

/** How long a reader needs for one character, and at least and at most for a card. */
const READ_MS_PER_CHAR = 18;
const SHORTEST_MS = 2500;
const LONGEST_MS = 9000;

export function createTours({ folder, people, actors, restart, changed, failed }: ToursOptions): Tours {
  const tours = TOURS.filter(({ file }) => existsSync(join(folder, file))).map((tour) => ({
    ...tour,
    conversation: readConversation(join(folder, tour.file)),
  }));
  let playing: Playing | undefined;
  let stopping = new AbortController();

  return {
    list: () => tours.map(({ file, title, conversation }) => ({ file, title, steps: conversation.turns.length })),
    playing: () => playing,
    play: (file, paceMs) => {
      const tour = tours.find((one) => one.file === file);
      if (!tour) throw new Error(`There is no tour "${file}".`);
      stop();
      stopping = new AbortController();
      const { signal } = stopping;
      run(tour, tour.conversation, paceMs, signal)
        .catch((error: unknown) => {
          if (!signal.aborted) failed(error instanceof Error ? error.message : String(error));
        })
        .finally(() => {
          if (!signal.aborted) tell(undefined);
        });
    },
    stop: () => {
      stop();
      tell(undefined);
    },
  };

  function stop(): void {
    stopping.abort();
  }

  function tell(next: Playing | undefined): void {
    playing = next;
    changed(playing);
  }

  async function run(
    { file, title }: { readonly file: string; readonly title: string },
    { turns, place }: Conversation,
    paceMs: number | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { slack, discord } = actors();
    const told = (step: number, turn: ConversationTurn | undefined) => ({
      file,
      title,
      step,
      steps: turns.length,
      next: turn ? nextOf(turn) : '',
      person: (turn && 'by' in turn ? turn.by : undefined) ?? people[0],
      places: { slack: slack.place(), discord: discord.place() },
    });
    for (const [index, turn] of turns.entries()) {
      tell(told(index + 1, turn));
      // The words are to be read before they are said.
      await sleep(paceMs ?? SHORTEST_MS / 2, undefined, { signal });
      if ('restart' in turn) await restart();
      const shown = await Promise.all([slack, discord].map((actor) => act(turn, place, actor)));
      signal.throwIfAborted();
      tell(told(index + 1, turn));
      const chars = Math.max(...shown.map((one) => one?.text.length ?? 0));
      await sleep(paceMs ?? Math.min(LONGEST_MS, SHORTEST_MS + chars * READ_MS_PER_CHAR), undefined, { signal });
    }
  }

  async function act(turn: ConversationTurn, place: Setting, actor: Actor): Promise<Shown | undefined> {
    if ('restart' in turn) return undefined;
    if ('presses' in turn) return actor.press(turn.presses, turn.by);
    if ('command' in turn) return actor.command(turn.command.name, turn.command.text, turn.by);
    if (turn.bot === 'silent') {
      await actor.remark(turn.person, turn.by);
      return undefined;
    }
    // Tours are seen in threads, where what is said to the bot alone elsewhere must mention it.
    return actor.say(place === 'direct' ? `${MENTION} ${turn.person}` : turn.person, turn.by);
  }
}

function nextOf(turn: ConversationTurn): string {
  if ('restart' in turn) return 'The bot is restarted';
  if ('presses' in turn) return `presses "${turn.presses}"`;
  return 'command' in turn ? `/versus ${turn.command.name} ${turn.command.text}` : turn.person;
}
