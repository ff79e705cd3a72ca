import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import type { Delivery } from '../../../src/core/delivery.ts';
import type { Host, Running } from '../../../src/platforms/platform.ts';
import { createTerminal } from '../../../src/platforms/terminal/terminal.ts';
import { PLATFORM_SENTENCES } from '../../../src/platforms/wording.ts';

const WITH_BUTTONS: Card = {
  elements: [
    { type: 'heading', text: 'Tea or coffee?' },
    {
      type: 'buttons',
      buttons: [
        { label: 'Topics', press: { type: 'topics' }, style: 'plain' },
        { label: 'None of these', press: { type: 'none-of-these' }, style: 'quiet' },
      ],
    },
  ],
};
const WITHOUT_BUTTONS: Card = { elements: [{ type: 'note', text: 'You are welcome.' }] };

describe('a terminal that is given lines', () => {
  it('hands over each line under a key of its own, in one thread, and shows every reply in order', async () => {
    const { deliveries, output } = await talk('what is tea\n  what is coffee \n', {
      replies: [WITHOUT_BUTTONS, WITH_BUTTONS],
    });
    const place = {
      thread: 'terminal:test',
      own: 'terminal:test',
      person: 'you',
      at: 1000,
      arrival: { type: 'direct' },
    };
    expect(deliveries).toEqual([
      { ...place, key: 'key 1', content: { type: 'utterance', text: 'what is tea' } },
      { ...place, key: 'key 2', content: { type: 'utterance', text: 'what is coffee' } },
    ]);
    expect(output).toBe('You are welcome.\nTea or coffee?\n\n[1] Topics  [2] None of these\n');
  });

  const said = (text: string) => ({ type: 'utterance', text });
  const pressed = (id: string) => ({ type: 'press', id });
  for (const [title, input, heard] of [
    ['reads a last line without an end', 'tea', [said('tea')]],
    ['reads lines of Windows', 'tea\r\ncoffee\r\n', [said('tea'), said('coffee')]],
    ['passes over empty lines', '\n  \ntea\n\n', [said('tea')]],
    [
      'takes a number as a press of that button of the last card',
      'tea\n2\n',
      [said('tea'), pressed('v1:none-of-these')],
    ],
    ['presses the first button', 'tea\n1\n', [said('tea'), pressed('v1:topics')]],
    ['hands over no press of a button that is not there', 'tea\n3\n0\n1\n', [said('tea'), pressed('v1:topics')]],
    ['takes a number as words before there is a card', '1\n', [said('1')]],
    [
      'takes a number with words around it as words',
      'tea\n1 tea\n-1\n100\n',
      [said('tea'), said('1 tea'), said('-1'), said('100')],
    ],
    [
      'takes the commands of the other platforms',
      '/verdict live chat\n/topics\n/versus what is tea\n',
      [
        { type: 'command', name: 'verdict', text: 'live chat' },
        { type: 'command', name: 'topics', text: '' },
        said('/versus what is tea'),
      ],
    ],
    ['stops at /quit, whatever comes after', 'tea\n/quit\ncoffee\n', [said('tea')]],
    ['stops at /exit', 'tea\n /exit \ncoffee\n', [said('tea')]],
  ] as const) {
    it(title, async () => {
      const { deliveries } = await talk(input);
      expect(deliveries.map(({ content }) => content)).toEqual(heard);
    });
  }

  it('takes a number as words when the last card has no buttons', async () => {
    const { deliveries } = await talk('thanks\n1\n', { replies: [WITHOUT_BUTTONS] });
    expect(deliveries.map(({ content }) => content)).toEqual([said('thanks'), said('1')]);
  });

  it('says so when a number has no button', async () => {
    const { output } = await talk('tea\n7\n');
    expect(output).toContain('There is no button 7 on the last card.\n');
  });

  it('apologises for each line that cannot be handled, and goes on', async () => {
    const { output } = await talk('tea\ncoffee\n', { fails: new Error('no more room') });
    expect(output).toBe(`${PLATFORM_SENTENCES.apology}\n${PLATFORM_SENTENCES.apology}\n`);
  });
});

describe('a terminal that is given nothing', () => {
  it('plays the samples, each with what was asked', async () => {
    const { deliveries, output } = await talk('', { replies: [WITHOUT_BUTTONS, WITHOUT_BUTTONS] });
    expect(deliveries.map(({ content }) => content)).toEqual([
      { type: 'utterance', text: 'What is tea?' },
      { type: 'utterance', text: 'What is coffee?' },
    ]);
    expect(new Set(deliveries.map(({ key }) => key)).size).toBe(2);
    expect(output).toBe('> What is tea?\n\nYou are welcome.\n\n> What is coffee?\n\nYou are welcome.\n\n');
  });

  it('plays them in a thread of their own each time, so that nobody goes on from them', async () => {
    const threads: string[] = [];
    for (const { input, run } of [open({}), open({ nextKey: () => 'another key' })]) {
      const running = run(async ({ thread }) => {
        threads.push(thread);
        return WITHOUT_BUTTONS;
      });
      input.end();
      await running;
    }
    const [first, second, third, fourth] = threads;
    expect([first, third]).toEqual([second, fourth]);
    expect(new Set([first, third, 'terminal:test']).size).toBe(3);
  });

  it('plays them in a thread of their own, from which nobody goes on', async () => {
    const talks = [
      await talk('', { replies: [WITHOUT_BUTTONS, WITHOUT_BUTTONS] }),
      await talk('What is tea?\n', { replies: [WITHOUT_BUTTONS] }),
    ];
    const [samples, person] = talks.map(({ deliveries }) => new Set(deliveries.map(({ thread }) => thread)));
    expect(samples?.size).toBe(1);
    expect(samples?.isDisjointFrom(person ?? new Set())).toBe(true);
  });

  it('shows of a sample nothing that a terminal would obey, and hands it over as it is', async () => {
    const sample = '\u001B[2JWhat is tea?';
    const { deliveries, output } = await talk('', { replies: [WITHOUT_BUTTONS], samples: [sample] });
    expect(deliveries.map(({ content }) => content)).toEqual([{ type: 'utterance', text: sample }]);
    expect(output).toBe('> [2JWhat is tea?\n\nYou are welcome.\n\n');
  });

  for (const [title, input, isTty] of [
    ['after /quit', '/quit\n', false],
    ['after empty lines', '\n\n', false],
    ['where a person sits at it', '', true],
  ] as const) {
    it(`plays no samples ${title}`, async () => {
      const { deliveries, output } = await talk(input, { inputIsTty: isTty, outputIsTty: isTty });
      expect(deliveries).toEqual([]);
      expect(output).not.toContain('What is tea?');
    });
  }
});

describe('a terminal with a person at it', () => {
  const PROMPT = '> ';

  it('greets, and asks for more after each reply', async () => {
    const { output } = await talk('tea\n/quit\n', { inputIsTty: true, outputIsTty: true });
    expect(output).toMatch(/^Versus\. Ask, or write "verdict:".*\/quit ends\.\n/);
    expect(output.split(PROMPT)).toHaveLength(3);
    expect(output.indexOf(PROMPT)).toBeLessThan(output.indexOf('Tea or coffee?'));
    expect(output.lastIndexOf(PROMPT)).toBeGreaterThan(output.indexOf('Tea or coffee?'));
  });

  for (const [title, terminal] of [
    ['its input comes from elsewhere', { inputIsTty: false, outputIsTty: true }],
    ['its output goes elsewhere', { inputIsTty: true, outputIsTty: false }],
    ['both are elsewhere', { inputIsTty: false, outputIsTty: false }],
  ] as const) {
    it(`neither greets nor prompts when ${title}`, async () => {
      const { output } = await talk('tea\n', terminal);
      expect(output).not.toContain(PROMPT);
      expect(output).not.toContain('Versus.');
    });
  }

  it('uses colour where its output is a terminal, and nowhere else', async () => {
    expect((await talk('tea\n', { outputIsTty: true })).output).toContain('\u001B[1mTea or coffee?\u001B[0m');
    expect((await talk('tea\n', { inputIsTty: true })).output).not.toContain('\u001B');
  });

  it('wraps at the width of the terminal, and at 96 columns where it is wider, unknown or said to be 0', async () => {
    const card: Card = { elements: [{ type: 'note', text: 'word '.repeat(60).trim() }] };
    const widest = async (columns: number | undefined) => {
      const { output } = await talk('tea\n', { replies: [card], columns });
      return Math.max(...output.split('\n').map((line) => line.length));
    };
    expect(await widest(30)).toBe(29);
    expect(await widest(400)).toBe(94);
    expect(await widest(undefined)).toBe(94);
    expect(await widest(0)).toBe(94);
  });
});

describe('stop', () => {
  it('ends it while its input stays open, once what is in hand is done', async () => {
    const { input, output, run, stop } = open({});
    const finish = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const running = run(async () => {
      started.resolve();
      await finish.promise;
      return WITHOUT_BUTTONS;
    });
    input.write('tea\n');
    await started.promise;
    stop();
    finish.resolve();
    await running;
    expect(written(output)).toBe('You are welcome.\n');
    expect(input.readableEnded).toBe(false);
  });

  for (const setting of [{}, { inputIsTty: true, outputIsTty: true }]) {
    it(`takes no more deliveries, whatever came with the one in hand${setting.inputIsTty ? ', with a person at it' : ''}`, async () => {
      const { input, run, stop } = open(setting);
      const heard: Delivery[] = [];
      const running = run(async (delivery) => {
        heard.push(delivery);
        stop();
        return WITHOUT_BUTTONS;
      });
      input.write('one\ntwo\nthree\n');
      await running;
      expect(heard.map(({ content }) => content)).toEqual([{ type: 'utterance', text: 'one' }]);
    });
  }

  it('ends it before a line came, and then no samples are played', async () => {
    const { output, run, stop } = open({});
    const running = run(async () => WITHOUT_BUTTONS);
    stop();
    await running;
    expect(output.read()).toBeNull();
  });

  it('ends the samples after the one that is played', async () => {
    const { input, output, run, stop } = open({});
    const running = run(async () => {
      stop();
      return WITHOUT_BUTTONS;
    });
    input.end();
    await running;
    expect(written(output)).toBe('> What is tea?\n\nYou are welcome.\n\n');
  });

  it('is what happens when whoever read the output is gone', async () => {
    const { input, output, run } = open({});
    const running = run(async () => WITHOUT_BUTTONS);
    output.destroy(new Error('EPIPE'));
    await running;
    expect(input.destroyed).toBe(true);
  });
});

type Setting = {
  readonly inputIsTty?: boolean;
  readonly outputIsTty?: boolean;
  readonly columns?: number | undefined;
  readonly samples?: readonly string[];
  readonly nextKey?: () => string;
};

function open({
  inputIsTty = false,
  outputIsTty = false,
  columns,
  samples = ['What is tea?', 'What is coffee?'],
  nextKey = counter(),
}: Setting) {
  const input = Object.assign(new PassThrough(), { isTTY: inputIsTty });
  const output = Object.assign(new PassThrough(), {
    isTTY: outputIsTty,
    ...(columns === undefined ? {} : { columns }),
  });
  const terminal = createTerminal({ input, output, thread: 'terminal:test', samples, nextKey, now: () => 1000 });
  let started: Promise<Running> | undefined;
  return {
    input,
    output,
    /** Resolves when the terminal has ended. */
    run: async (handle: (delivery: Delivery) => Promise<Card>): Promise<void> => {
      started = terminal.start(hostThat(handle));
      await (await started).ended;
    },
    stop: (): void => {
      void started?.then((running) => running.stop(1000));
    },
  };
}

function hostThat(handle: (delivery: Delivery) => Promise<Card>): Host {
  const nothing = () => undefined;
  return {
    take: async () => undefined,
    recentThreads: async () => [],
    reconnecting: () => undefined,
    rateLimited: () => undefined,
    answer: async (delivery) => ({
      place: 'here',
      card: await handle(delivery),
      form: undefined,
      aside: undefined,
      continueIn: undefined,
    }),
    complete: () => [],
    once: async () => true,
    starters: [],
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  };
}

function counter(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `key ${count}`;
  };
}

/** Gives the terminal all of this input, and then its end; replies in this order, and with a card of two buttons after them. */
async function talk(
  text: string,
  { replies = [], fails, ...setting }: Setting & { readonly replies?: readonly Card[]; readonly fails?: Error } = {},
): Promise<{ readonly deliveries: readonly Delivery[]; readonly output: string }> {
  const { input, output, run } = open(setting);
  const deliveries: Delivery[] = [];
  const running = run(async (delivery) => {
    if (fails) throw fails;
    deliveries.push(delivery);
    return replies[deliveries.length - 1] ?? WITH_BUTTONS;
  });
  input.end(text);
  await running;
  return { deliveries, output: written(output) };
}

/** All that was written; a stream may hand it over in several pieces. */
function written(output: PassThrough): string {
  const pieces: string[] = [];
  for (let piece: unknown = output.read(); piece !== null; piece = output.read()) pieces.push(String(piece));
  return pieces.join('');
}
