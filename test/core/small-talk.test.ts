import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPTION_WORD } from '../../src/core/lexicon.ts';
import { MAX_SMALL_TALK_WORDS, readSmallTalk, type SmallTalk } from '../../src/core/small-talk.ts';
import { tokenise } from '../../src/core/text.ts';

/** Small talk as people write it; options' names are the sign that stands for them. */
function check(said: string, kind: SmallTalk | undefined) {
  const words = tokenise(said.replaceAll('§', ' optionname ')).map(({ word }) =>
    word === 'optionname' ? OPTION_WORD : word,
  );
  expect(readSmallTalk(words.join(' '))).toEqual(kind);
}

describe('small talk', () => {
  describe.each<[SmallTalk, readonly string[]]>([
    ['help', ['help', 'Help me out please', 'What can you do?', "what's this bot?", 'who are you', 'are you a bot?']],
    ['help', ['how do I use this', 'how does this work?', 'commands', 'what can i say here']],
    [
      'greeting',
      ['hi', 'HIIII', 'hello there!', 'hey team', 'good morning everyone', 'yo', "what's up", 'howdy folks'],
    ],
    ['greeting', ['hey, how are you today?', 'hi bot, how is it going', 'hello again friends', 'sup']],
    ['reset', ['start over', 'please start again', 'reset', 'forget everything', 'new project', 'from scratch']],
    ['thanks', ['thanks', 'thx!', 'ok cool thanks a lot', 'thank you so much', 'ty', 'cheers mate', 'merci!']],
    [
      'thanks',
      [
        'great, thanks for the help',
        'perfect thank you',
        'awesome, thanks everyone',
        'wow, very helpful, thank you very much',
      ],
    ],
    ['topics', ['topics', 'show me the topics', 'list all topics', 'what can we ask you about?']],
    [
      'topics',
      ['what else do you know', 'what topics do you cover', 'categories', 'menu', 'which questions can u answer?'],
    ],
    ['topics', ['what all can i ask about', 'give some example questions i could ask', 'is there a menu or sth']],
    [
      'help',
      [
        'who are you and what is this for',
        'do i have to @ you or can i just type',
        'can I dm you?',
        'are you a real person',
      ],
    ],
    ['greeting', ['gm everyone', 'heyyy anyone home', 'hola bot, que tal', 'Moin', 'hi there, first time here']],
    ['liked', ['good bot', 'this bot is awesome', 'nice one, very clear']],
    [
      'disliked',
      ['useless answer tbh', 'you misunderstood me completely', 'that did not answer my question', 'too vague'],
    ],
    ['none-of-these', ['none of these', 'none', 'neither of those', 'no, none of them', 'None of the above.']],
    ['counter', ['what speaks against it?', "play devil's advocate", 'counterargument', 'convince me otherwise']],
    ['counter', ['and the strongest argument against §?', 'case against it', 'but what speaks against §']],
    ['counter', ['why not §?', 'but why not use §', 'and why not go with §?', 'why not pick §']],
    ['sources', ['sources?', 'source please', 'says who?', 'any proof for that', 'where does that come from?']],
    ['sources', ['how do you know that', 'link', 'show me the sources', 'do you have references for this']],
    ['more', ['more', 'tell me more', 'more details please', 'go on', 'elaborate', 'ok explain that', 'and some more']],
    ['why', ['why?', 'but why', 'how come', 'why §?', 'why that one', 'hmmm why', 'on what grounds']],
    ['why', ['how did you arrive at that?', 'so why not', 'reasons?']],
    ['liked', ['helpful', 'that was very helpful', 'great answer', 'spot on', "that's really useful"]],
    ['disliked', ['wrong', "that's not true", 'no, that is wrong', 'bad bot', 'this is outdated', 'not what I asked']],
    [{ suggestion: 0 }, ['1', 'the first one', 'first', '1st please', 'one']],
    [{ suggestion: 1 }, ['2', 'second', 'the 2nd one please', 'two']],
    [{ suggestion: 2 }, ['the third', '3', 'three']],
  ])('%j', (kind, sayings) => {
    it.each(sayings)('%s', (said) => check(said, kind));
  });

  describe('is not read into a message that says something else', () => {
    it.each([
      '',
      '§',
      'hi, is § slow?',
      'hello world in §',
      'help me choose a database',
      'thanks but what about caching',
      'why is § fast',
      'why does that matter to us',
      'why not § for the front end',
      'why not use both',
      'more memory',
      'what are the sources of load',
      'none of the tests pass',
      'one more thing',
      'the first release of §',
      'the fourth one',
      'wrong port number',
      'the case against microservices',
      'good morning is a phrase',
      'who are you going to call',
      'topical matters',
      'hey, which one',
      'is that good?',
      'is it outdated',
      'why is that useful',
      'cool but which is better',
      'good documentation',
      'the wrong database',
      'what questions do interviewers ask',
    ])('%s', (said) => check(said, undefined));
  });

  it(`is never longer than ${MAX_SMALL_TALK_WORDS} words`, () => {
    const longest = `hi${' there'.repeat(MAX_SMALL_TALK_WORDS - 1)}`;
    check(longest, 'greeting');
    check(`${longest} there`, undefined);
  });

  it('is read from any words at all without a fault, and the same each time', () => {
    const word = fc.constantFrom('hi', 'thanks', 'why', 'the', 'one', 'more', '§', 'for', 'that', 'source', '', 'x');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
          fc.string(),
        ),
        (words) => {
          const kind = readSmallTalk(words);
          expect(readSmallTalk(words)).toEqual(kind);
          if (words.split(' ').length > MAX_SMALL_TALK_WORDS) expect(kind).toBeUndefined();
        },
      ),
    );
  });
});
