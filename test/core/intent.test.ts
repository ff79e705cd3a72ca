import { describe, expect, it } from 'vitest';
import { briefOf } from '../../src/core/brief.ts';
import { compile, type Knowledge } from '../../src/core/compile.ts';
import type { CommandName, Content } from '../../src/core/delivery.ts';
import type { Intent } from '../../src/core/intent.ts';
import { readIntent } from '../../src/core/read-intent.ts';
import { EMPTY_THREAD, type ThreadState, withBrief } from '../../src/core/thread.ts';
import { knowledge } from '../knowledge.ts';

const { pack } = knowledge;

/** Threads by what was said last in them. */
const THREADS = {
  empty: EMPTY_THREAD,
  answered: { ...EMPTY_THREAD, last: 'answer', entry: 'django-pros', options: ['django'] },
  advised: withBrief({ ...EMPTY_THREAD, last: 'verdict' }, briefOf(knowledge.readNeeds('live chat, python team'))),
  'asked back': { ...EMPTY_THREAD, last: 'clarify', suggestions: ['django-cons', 'nodejs-cons'] },
  'asked back of old': { ...EMPTY_THREAD, last: 'clarify', suggestions: ['gone', 'nodejs-cons'] },
  'answered after advice': withBrief(
    { ...EMPTY_THREAD, last: 'answer', entry: 'django-pros' },
    briefOf(knowledge.readNeeds('live chat, python team')),
  ),
  'answered of one option alone': { ...EMPTY_THREAD, last: 'answer', entry: 'nodejs-event-loop', options: ['nodejs'] },
  'answered of old': { ...EMPTY_THREAD, last: 'answer', entry: 'gone' },
} as const satisfies Readonly<Record<string, ThreadState>>;

/** An intent on one line: its type and what it is about. */
function shown(intent: Intent): string {
  const about = [
    'entry' in intent ? intent.entry.id : undefined,
    'value' in intent ? intent.value : undefined,
    'topic' in intent ? intent.topic : undefined,
    'number' in intent ? intent.number : undefined,
    intent.type === 'compare' ? intent.criterion?.id : undefined,
    intent.type === 'out-of-scope' && intent.rivals.length > 0 ? intent.rivals.join(' and ').toLowerCase() : undefined,
    ...(intent.type === 'verdict'
      ? intent.brief.needs.map(({ criterion, strength, by }) => `${criterion} ${strength} ${by}`)
      : []),
  ];
  return [intent.type, ...about.filter((one) => one !== undefined)].join(' ');
}

function read(content: Content, thread: keyof typeof THREADS = 'empty', from: Knowledge = knowledge): string {
  return shown(readIntent(content, THREADS[thread], [from]).intent);
}

describe('a press', () => {
  const chat = 'real-time 1 said';
  const python = 'team-python 1 said';
  it.each<[string, keyof typeof THREADS, string]>([
    ['entry:django-vs-nodejs:express', 'empty', 'answer express'],
    ['more:django-vs-nodejs:express', 'empty', 'more express'],
    ['sources:django-vs-nodejs:express', 'advised', 'sources express'],
    ['liked:django-vs-nodejs:express', 'empty', 'feedback express liked'],
    ['disliked:django-vs-nodejs:express', 'empty', 'feedback express disliked'],
    ['entry:tea-vs-coffee:express', 'empty', 'stale'],
    ['liked:django-vs-nodejs:gone', 'empty', 'stale'],
    ['topic:django-vs-nodejs:learning', 'empty', 'topics learning'],
    ['topic:tea-vs-coffee:learning', 'empty', 'topics'],
    ['topics', 'empty', 'topics'],
    ['help', 'advised', 'help'],
    ['none-of-these', 'empty', 'none-of-these'],
    ['why:1', 'advised', 'why 1'],
    ['counter:1', 'answered after advice', 'counter 1'],
    ['verdict-sources:1', 'advised', 'verdict-sources 1'],
    ['why:2', 'advised', 'stale'],
    ['counter:0', 'advised', 'stale'],
    ['why:1', 'empty', 'stale'],
    ['choice:1:live-features:0', 'advised', `verdict real-time 1 pressed ${python}`],
    ['choice:1:live-features:9', 'advised', 'stale'],
    ['choice:1:gone:0', 'advised', 'stale'],
    ['choice:1:live-features:0', 'empty', 'stale'],
    ['need:1:geo:2', 'advised', `verdict ${chat} ${python} geo 2 pressed`],
    ['need:1:real-time:0', 'advised', `verdict real-time 0 pressed ${python}`],
    ['need:1:gone:1', 'advised', 'stale'],
    ['need:2:geo:1', 'advised', 'stale'],
    ['unknown', 'advised', 'stale'],
  ])('of v1:%s in a thread that is %s: %s', (id, thread, expected) => {
    expect(read({ type: 'press', id: `v1:${id}` }, thread)).toBe(expected);
  });

  it('says as what somebody answered, yes or no', () => {
    for (const [strength, answer] of [
      [1, 'you answered yes'],
      [0, 'you answered no'],
    ] as const) {
      const { intent } = readIntent({ type: 'press', id: `v1:need:1:geo:${strength}` }, THREADS.advised, [knowledge]);
      const brief = 'brief' in intent ? intent.brief : undefined;
      expect(brief?.needs.find(({ criterion }) => criterion === 'geo')?.said).toBe(answer);
    }
  });
});

describe('a command', () => {
  it.each<[CommandName, string, string]>([
    ['help', 'cons of node', 'help'],
    ['topics', 'cons of node', 'topics'],
    ['ask', 'cons of node', 'answer nodejs-cons'],
    ['verdict', 'live chat', 'verdict real-time 1 said'],
    ['verdict', '', 'verdict'],
    ['compare', '', 'compare main-difference'],
    ['compare', 'Django and Node.js', 'compare main-difference'],
    ['compare', 'real time', 'compare real-time-compared real-time'],
    ['compare', 'the cost of rest apis', 'compare rest-apis-compared'],
    ['compare', 'kafka and rabbitmq', 'out-of-scope'],
    ['compare', 'flask and rails', 'out-of-scope flask and rails'],
    ['compare', 'bananas', 'out-of-scope'],
  ])('/%s %s: %s', (name, text, expected) => {
    expect(read({ type: 'command', name, text })).toBe(expected);
  });

  it('to compare goes by the criterion that the words name, where no question is near them', () => {
    const [criterion, ...others] = pack.criteria;
    if (!criterion) throw new Error('the pack has no criteria');
    const wanted = { ...criterion, phrases: ['zeppelins'] };
    const own = compile({ ...pack, criteria: [wanted, ...others] }, 'test');
    const command: Content = { type: 'command', name: 'compare', text: 'zeppelins' };
    expect(read(command, 'empty', own)).toBe(`compare ${criterion.entry} ${criterion.id}`);
    expect(read(command)).toBe('out-of-scope');
  });
});

describe('a few words about what was said last', () => {
  it.each<[string, keyof typeof THREADS, string]>([
    ['more', 'answered', 'more django-pros'],
    ['why?', 'answered', 'more django-pros'],
    ['sources', 'answered', 'sources django-pros'],
    ['that was helpful', 'answered', 'feedback django-pros liked'],
    ['wrong', 'answered', 'feedback django-pros disliked'],
    ['more', 'advised', 'why 1'],
    ['why?', 'advised', 'why 1'],
    ['sources', 'advised', 'verdict-sources 1'],
    ['devils advocate', 'advised', 'counter 1'],
    ['why not node?', 'advised', 'counter 1'],
    ['more', 'answered after advice', 'more django-pros'],
    ['sources', 'answered after advice', 'sources django-pros'],
    ['what speaks against it?', 'answered after advice', 'counter 1'],
    ['none of these', 'asked back', 'none-of-these'],
    ['1', 'asked back', 'answer django-cons'],
    ['the second one', 'asked back', 'answer nodejs-cons'],
    ['the third one', 'asked back', 'out-of-scope'],
    ['1', 'asked back of old', 'out-of-scope'],
    ['2', 'asked back of old', 'answer nodejs-cons'],
    ['1', 'answered', 'out-of-scope'],
    ['thanks', 'advised', 'thanks'],
    ['topics', 'answered', 'topics'],
    ['', 'answered', 'help'],
    ['!?', 'answered', 'help'],
  ])('"%s" in a thread that is %s: %s', (text, thread, expected) => {
    expect(read({ type: 'utterance', text }, thread)).toBe(expected);
  });

  it.each(['more', 'why?', 'elaborate', 'counter'])(
    'means nothing where there is nothing it can be about, or not any more: %s',
    (text) => {
      for (const thread of ['empty', 'answered of old'] as const)
        expect(read({ type: 'utterance', text }, thread)).toBe('out-of-scope');
    },
  );

  it('means nothing as a refusal of suggestions that were not made', () => {
    expect(read({ type: 'utterance', text: 'none of these' }, 'answered')).not.toBe('none-of-these');
  });
});

describe('the bare name of an option', () => {
  it.each<[string, keyof typeof THREADS, string]>([
    ['django?', 'empty', 'answer what-is-django'],
    ['and node', 'answered', 'answer nodejs-pros'],
    ['what is node', 'answered', 'answer what-is-nodejs'],
    ['django', 'answered', 'answer what-is-django'],
    ['and django?', 'answered of one option alone', 'answer concurrency-compared'],
    ['node', 'answered of old', 'answer what-is-nodejs'],
    ['django vs node', 'empty', 'compare main-difference'],
    ['django vs node', 'answered of old', 'compare main-difference'],
  ])('"%s" in a thread that is %s: %s', (text, thread, expected) => {
    expect(read({ type: 'utterance', text }, thread)).toBe(expected);
  });

  it('brings help where no entry says what it is', () => {
    const options = pack.options.map((option) => ({ ...option, entry: 'gone' }));
    expect(read({ type: 'utterance', text: 'django?' }, 'empty', compile({ ...pack, options }, 'test'))).toBe('help');
  });
});
