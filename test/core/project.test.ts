import { describe, expect, it } from 'vitest';
import type { Brief } from '../../src/core/brief.ts';
import { readProject, wordsOf } from '../../src/core/project.ts';
import { EMPTY_THREAD, type ThreadState, withBrief } from '../../src/core/thread.ts';
import { knowledge } from '../knowledge.ts';
import { brief, heard } from './briefs.ts';

const { lexicon, readNeeds } = knowledge;

function read(text: string, state: ThreadState = EMPTY_THREAD) {
  return readProject(lexicon.read(text), readNeeds(text), state, knowledge);
}

/** The thread whose last reply was a verdict on this brief, and the question it put. */
function afterVerdict(given: Brief, question?: string): ThreadState {
  return withBrief({ ...EMPTY_THREAD, last: 'verdict', ...(question === undefined ? {} : { question }) }, given);
}

describe('a message that opens a thread', () => {
  const check = (text: string, expected: string) => {
    it(`"${text}" → ${expected}`, () => {
      const project = read(text);
      expect(project ? `${project.sureness}: ${project.rule}` : 'no project').toBe(expected);
    });
  };

  for (const [text, expected] of [
    ['We are building a live chat with an admin panel', 'clear: describes a project'],
    ['our startup makes a booking app, postgres and roles and permissions', 'clear: describes a project'],
    ['I want to build a chat app', 'likely: describes a project'],
    ['New project: a news site. Which stack fits?', 'likely: describes a project'],
    ['We are building something. What should we use?', 'likely: describes a project, says too little'],
    ['Should we use Django or Node for live chat and an admin panel?', 'clear: asks what to choose, with needs'],
    ['What would you recommend for a chat app?', 'likely: asks what to choose, with one need'],
    ['which one for machine learning', 'likely: asks what to choose, with one need'],
    ['django or node for a landing page', 'likely: asks what to choose, with one need'],
    ['live chat, admin panel, postgres', 'likely: lists needs'],
    ['the staff of our shop need a back office', 'possible: names one need'],
    ['back office', 'no project'],
    ['What is Django?', 'no project'],
    ['Is Django good for live chat?', 'no project'],
    ['Does Django have an admin panel and migrations?', 'no project'],
    ['Django admin panel for our staff team', 'no project'],
    ['kafka or rabbitmq', 'no project'],
    ['compare postgres and mysql for an internal tool', 'no project'],
    ['sessions or tokens for login with roles', 'no project'],
    ['Our live chat fails with an error, websockets crash', 'no project'],
    ['How do I add an admin panel to my live chat?', 'no project'],
    ['We are building a live chat with an admin panel, how do I log in?', 'no project'],
    ["team of 5, who's on lunch duty", 'no project'],
    ['the customer says that login is broken, can somebody check', 'no project'],
    ['We are building a CRM with live chat. Has anyone seen the projector?', 'no project'],
    [
      'We are building a CRM with live chat, roles and permissions. Has anyone seen the projector?',
      'possible: describes a project',
    ],
    ['I have a Spring Boot monolith with 900 tables. Where would you even start?', 'no project'],
    ['We choose between Laravel and Rails for a marketplace with live chat', 'no project'],
    ['sql injection and logins, are we safe', 'no project'],
    ['should we worry about hackers when we run chat and logins', 'no project'],
    ['a new intern joins on Monday, please welcome her', 'no project'],
    ['What are websockets?', 'no project'],
    ['We are building something', 'no project'],
    ['Hello', 'no project'],
    ['', 'no project'],
  ] as const)
    check(text, expected);

  it('brings the needs that it states', () => {
    expect(read('We build a CRM, no live chat')?.brief).toMatchObject({
      needs: [
        { criterion: 'admin-backoffice', negated: false },
        { criterion: 'real-time', negated: true },
      ],
      asked: [],
    });
  });
});

describe('a message after a verdict', () => {
  const before = brief(['admin-backoffice'], { facts: heard('small-team') });
  const check = (text: string, question: string | undefined, expected: string) => {
    it(`"${text}"${question === undefined ? '' : `, asked ${question}`} → ${expected}`, () => {
      const project = read(text, afterVerdict(before, question));
      const added = project?.brief.needs
        .slice(1)
        .map(({ criterion, negated }) => (negated ? `no ${criterion}` : criterion));
      const facts = project?.brief.facts.slice(1).map(({ fact }) => fact) ?? [];
      expect(project ? [`${project.rule}:`, ...(added ?? []), ...facts].join(' ') : 'no project').toBe(expected);
    });
  };

  const adds = 'adds to the verdict of this thread:';
  const answers = "answers the verdict's question:";
  for (const [text, question, expected] of [
    ['and live chat', undefined, `${adds} real-time`],
    ['no live chat though', undefined, `${adds} no real-time`],
    ['there are two of us who know both', undefined, `${adds} team-python team-javascript knows-both`],
    ['what if we need websockets?', undefined, `${adds} real-time`],
    ['What about when we stream video?', undefined, `${adds} streaming-media`],
    ['is live chat hard?', undefined, 'no project'],
    ['What is Django like for live chat?', undefined, 'no project'],
    ['great', undefined, 'no project'],
    ['People who write Python', 'who-builds-it', `${answers} team-python`],
    ['well, people who write javascript', 'who-builds-it', `${answers} team-javascript`],
    ['yes', 'live-features', `${answers} real-time`],
    ['Yes please', 'live-features', `${answers} real-time`],
    ['no', 'live-features', answers],
    ['no idea', 'what-it-does', "leaves the verdict's question open:"],
    ['not sure yet', 'what-it-does', "leaves the verdict's question open:"],
    ['no thanks', 'what-it-does', 'no project'],
    ['no, and every night we train our own models on sales data', 'live-features', `${adds} cpu-data-ml`],
    ['yes', undefined, 'no project'],
    ['with postgres', 'live-features', `${adds} relational-orm`],
    ['yes', 'a question that the pack has no more', 'no project'],
  ] as const)
    check(text, question, expected);

  it('counts its question as answered, so that it is not put again', () => {
    expect(read('no', afterVerdict(before, 'live-features'))?.brief.asked).toEqual(['live-features']);
    expect(read('with postgres', afterVerdict(before, 'live-features'))?.brief.asked).toEqual(['live-features']);
    expect(read('with postgres', afterVerdict(before))?.brief.asked).toEqual([]);
  });

  it('may be a landing page after all', () => {
    expect(read('it is a landing page', afterVerdict(before))?.brief.neither).toEqual([
      { fact: 'static-site', said: 'landing page' },
    ]);
  });

  it('is read by itself when something else was spoken of since', () => {
    const state: ThreadState = { ...afterVerdict(before), last: 'answer' };
    expect(read('yes', state)).toBeUndefined();
    expect(read('live chat, fintech', state)?.brief.needs.map(({ criterion }) => criterion)).toEqual([
      'real-time',
      'auth-security-defaults',
    ]);
  });

  it('goes on even then when it says so', () => {
    const state: ThreadState = { ...afterVerdict(before), last: 'answer' };
    expect(read('oh, and we need live chat', state)?.brief.needs.map(({ criterion }) => criterion)).toEqual([
      'admin-backoffice',
      'real-time',
    ]);
  });

  it('goes on with the newest verdict', () => {
    const state = withBrief(afterVerdict(before), brief(['geo']));
    expect(read('and live chat', state)?.brief.needs.map(({ criterion }) => criterion)).toEqual(['geo', 'real-time']);
  });
});

describe('a short reply to what would settle a close call', () => {
  const state: ThreadState = { ...afterVerdict(brief(['geo'])), settles: { criterion: 'real-time', strength: 2 } };
  const check = (text: string, expected: string) => {
    it(`"${text}" → ${expected}`, () => {
      const need = read(text, state)?.brief.needs.find(({ criterion }) => criterion === 'real-time');
      expect(need ? `${need.by} ${need.strength}${need.negated ? ', denied' : ''}: ${need.said}` : 'nothing').toBe(
        expected,
      );
    });
  };
  check('yes', 'pressed 2: you answered yes');
  check('Yes, please!', 'pressed 2: you answered yes');
  check('of course', 'pressed 2: you answered yes');
  check('no', 'pressed 0, denied: you answered no');
  check('Nope, not really', 'pressed 0, denied: you answered no');
  check('great', 'nothing');

  it('is none when the pack has no such criterion any more', () => {
    expect(read('yes', { ...state, settles: { criterion: 'gone', strength: 1 } })).toBeUndefined();
  });
});

describe('words as they are compared', () => {
  it('have one sign for the name of any option', () => {
    expect(wordsOf(lexicon.read('Django or Node.js?'))).toBe('§ or §');
  });
});
