import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { buttonId, buttonsOf, type Card } from '../../core/card.ts';
import type { CommandName, Content } from '../../core/delivery.ts';
import type { Host, Platform, Running } from '../platform.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { escapeForTerminal, renderCard, type Style } from './render.ts';

const COMMANDS: readonly CommandName[] = ['ask', 'verdict', 'compare', 'topics', 'help'];

/** Widest line, however wide the terminal is: longer ones are hard to read. */
const MAX_COLUMNS = 96;

export type TerminalOptions = {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** Names the conversation; the same name goes on with the same thread. */
  readonly thread: string;
  /** Said when there is nobody to ask: no line came before standard input ended. */
  readonly samples: readonly string[];
  /** A new key for each delivery. */
  readonly nextKey: () => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told when whoever said something has left: by `/quit`, or with the end of standard input. */
  readonly left?: () => void;
};

/**
 * Talks in a terminal: a line is an utterance, a number presses a button of the last card, `/verdict …` and its like are
 * commands, `/quit` ends it.
 * Where standard input is no terminal, each line is answered and the end of input ends it.
 */
export function createTerminal({ input, output, thread, samples, nextKey, now, left }: TerminalOptions): Platform {
  const isInteractive = input.isTTY === true && output.isTTY === true;
  const lines = createInterface({
    input,
    ...(isInteractive ? { output, prompt: '\n> ' } : {}),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let last: Card | undefined;
  let isStopped = false;
  // Whoever read the output may be gone ("| head"): then there is nobody to talk to, and nothing went wrong.
  output.on('error', stop);
  lines.once('close', () => {
    isEnded = true;
  });
  let isEnded = false;

  return { name: 'terminal', start };

  async function start(host: Host): Promise<Running> {
    const ended = run(host);
    return {
      ended,
      // Whoever types waits for the answer, and gets it at once.
      post: async () => ({ type: 'refused', reason: 'nobody waits in a terminal' }),
      stop: () => {
        stop();
        return ended.catch(() => undefined);
      },
    };
  }

  function stop() {
    isStopped = true;
    lines.close();
    // Standard input would keep the process waiting for a line that nobody will read.
    input.destroy();
  }

  async function run(host: Host) {
    let heard = 0;
    if (isInteractive) {
      write('Versus. Ask, or write "verdict:" and a line about your project. A number presses a button; /quit ends.');
      lines.prompt();
    }
    for await (const line of lines) {
      if (isStopped) return;
      heard += 1;
      const text = line.trim();
      if (text === '/quit' || text === '/exit') {
        left?.();
        return stop();
      }
      if (text !== '') await answer(text, host);
      if (isInteractive && !isEnded) lines.prompt();
    }
    if (heard > 0) left?.();
    else if (!isInteractive && !isStopped) await playSamples(host);
  }

  /** In a thread of their own, so that a person's conversation does not go on from them. */
  async function playSamples(host: Host) {
    const samplesKey = nextKey();
    for (const sample of samples) {
      if (isStopped) return;
      write(`> ${escapeForTerminal(sample)}\n`);
      await answer(sample, host, `${thread}:${samplesKey}`);
      write('');
    }
  }

  async function answer(text: string, host: Host, within = thread) {
    const content = contentOf(text);
    if (content === undefined) {
      write(`There is no button ${text} on the last card.`);
      return;
    }
    const arrival =
      content.type === 'press' ? ({ type: 'press', on: 'direct' } as const) : ({ type: 'direct' } as const);
    const delivery = { key: nextKey(), thread: within, own: within, person: 'you', at: now(), arrival, content };
    try {
      const answer = await host.answer(delivery);
      if (!answer) return;
      last = answer.card;
      write(renderCard(last, style()));
    } catch (error) {
      host.log.error(
        { key: delivery.key, reason: error instanceof Error ? error.message : String(error) },
        'not answered',
      );
      write(PLATFORM_SENTENCES.apology);
    }
  }

  function contentOf(text: string): Content | undefined {
    const [, name, rest = ''] = /^\/(\w+)\s*(.*)$/.exec(text) ?? [];
    const command = COMMANDS.find((one) => one === name);
    if (command) return { type: 'command', name: command, text: rest };
    const buttons = last ? buttonsOf(last) : [];
    if (!/^\d{1,2}$/.test(text) || buttons.length === 0) return { type: 'utterance', text };
    const button = buttons[Number(text) - 1];
    return button && { type: 'press', id: buttonId(button) };
  }

  function style(): Style {
    return { columns: Math.min(MAX_COLUMNS, output.columns || MAX_COLUMNS), colour: output.isTTY === true };
  }

  function write(text: string) {
    output.write(`${text}\n`);
  }
}
