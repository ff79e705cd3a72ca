import { isCommonWord } from './features.ts';

/** What a message is about that is made of nothing but social words. */
export type SocialTalk = 'disliked' | 'liked' | 'thanks' | 'topics' | 'help' | 'greeting';

/**
 * Reads a message of nothing but the words in which people greet, thank, praise, blame, or ask about the bot itself. `words` are
 * lower-cased, joined by blanks. One word beyond them, and the message is about something else.
 */
export function readSocialWords(words: string): SocialTalk | undefined {
  const rest = words.replaceAll(PHRASES, ' ').trim();
  const said = rest.split(' ').filter((word) => word !== '' && !isCommonWord(word) && !FILLERS.has(word));
  return KINDS.find(
    ({ shows, not, among }) => shows.test(words) && !not?.test(rest) && said.every((word) => among.has(word)),
  )?.kind;
}

type Kind = {
  readonly kind: SocialTalk;
  /** Words that make it of the kind. */
  readonly shows: RegExp;
  /** What makes it something else. */
  readonly not?: RegExp;
  /** The words that may stand beside those. */
  readonly among: ReadonlySet<string>;
};

/** Names and words that say nothing by themselves, whatever the message is about. */
const FILLERS = setOf(
  'ok okay k well oh ah wow hm hmm hmmm yes yeah yep no nope right alright sure lol haha tbh imho btw pls plz please u ya ur y now again today quite pretty totally really so super way bit kind sort ' +
    'lot lots bunch ton tons bot buddy mate man men bro bros dude sir madam friend friends folks guys team people everyone everybody all amigo amigos boss pal compare am im',
);
const GREETING_WORDS =
  'hi hii hiii hiiii hello helo hallo hey heyy heyyy heya hiya heyo yo yoo yooo howdy sup wassup greetings hola namaste ciao salut bonjour moin aloha ahoy salam shalom gm ola hej morning afternoon evening night goodnight';
const PRAISE_WORDS =
  'good great nice awesome excellent brilliant amazing cool fantastic clear helpful useful love loved like liked perfect smart clever impressive impressed superb wonderful best better solid neat sweet lovely spot on fab correct accurate concise';
const BLAME_WORDS =
  'wrong useless unhelpful incorrect outdated misleading nonsense rubbish garbage crap crappy terrible awful stupid dumb bad worst false inaccurate confusing irrelevant vague unclear lame old stale';
const REPLY_WORDS =
  'answer answers answered reply replies response info information explanation summary stuff work job one thing advice data joke';
const THANKS_WORDS =
  'thanks thank thanx thx thnx tnx ty tysm tyvm cheers merci gracias danke arigato obrigado grazie spasibo asante sana kudos appreciated appreciate appreciates appreciation grateful gratitude lifesaver legend bye goodbye';

/** Whole phrases that may stand in small talk, although their words ask for something elsewhere. */
const PHRASES =
  /\b(?:how (?:are|r) (?:you|u|things|we)(?: (?:doing|all|going))?|how is it going|how do you do|what is (?:up|new)|whats up|how goes it|que tal|long time no see|nice to meet you|first time(?: here)?|new here|any(?:one|body) (?:home|there|here|around)|are you (?:there|around|awake)|have a (?:good|nice|great) (?:one|day|weekend|evening)|see (?:you|u|ya)(?: later| soon| around)?|take care)\b/g;
const ASKS = /\b(?:what|which|who|why|when|where|how|is (?:it|there)|any)\b/;
const BEGINS_QUESTION = /^(?:is|are|was|does|do|did|why|how|what|which|who|when|where|can|could|would|should|any)\b/;

const BLAMES_NOTHING = new RegExp(`${BEGINS_QUESTION.source}|^(?:and|or|but) (?:an?|the) `);

const KINDS: readonly Kind[] = [
  {
    kind: 'disliked',
    shows: new RegExp(
      String.raw`\b(?:${BLAME_WORDS.replaceAll(' ', '|')}|misunderst\w+|misread|too (?:long|short|vague|generic|much)|not (?:\w+ ){0,3}(?:right|true|correct|helpful|useful|good|great|relevant|clear|asked|meant|mean|question|answer|help|answering)|(?:did|does|do) not (?:really )?(?:help|answer|understand|read|get (?:it|me|that))|missed the point|off topic|you (?:are|got) (?:it |that |me |this )?wrong)\b`,
    ),
    not: BLAMES_NOTHING,
    among: setOf(
      `${BLAME_WORDS} ${PRAISE_WORDS} ${REPLY_WORDS} misunderstood misunderstand misread long short generic much true relevant asked ask meant mean question questions help helped answering understand read missed point off topic seems seem looks feels sounds think thought completely completly completely entirely again tell told made make making shorter longer simpler clearer who thanks thank sorry`,
    ),
  },
  {
    kind: 'thanks',
    shows: new RegExp(
      String.raw`\b(?:${THANKS_WORDS.replaceAll(' ', '|')}|(?:exactly|just) what (?:i|we) (?:needed|wanted|asked|was looking for)|(?:saved|made) my (?:day|time|life)|see (?:you|u|ya))\b|^(?:(?:ok|okay|k|cool|great|nice|perfect|awesome|lol|haha|got it|i see|makes sense|good to know|fair enough|alright|sure|wow|interesting|understood|noted|roger|gotcha)(?: |$)){1,5}$`,
    ),
    not: /\b(?:which|who|why|when|where|how)\b|\bwhat (?!i\b|we\b)/,
    among: setOf(
      `${THANKS_WORDS} ${PRAISE_WORDS} ${REPLY_WORDS} exactly needed wanted asked looking ask help helped helps helping saved saves save made makes sense day time life got get gotcha see know fair enough interesting understood noted roger understand many million thousand cool later done`,
    ),
  },
  {
    kind: 'liked',
    shows: new RegExp(
      String.raw`\b(?:${PRAISE_WORDS.replaceAll(' ', '|')})\b.*\b(?:${REPLY_WORDS.replaceAll(' ', '|')}|bot|explained|said|you|this|that)\b|\b(?:${REPLY_WORDS.replaceAll(' ', '|')}|bot|you|this|that|it)\b.*\b(?:${PRAISE_WORDS.replaceAll(' ', '|')}|helped|helps|rocks?)\b|^(?:(?:very|really|so|super|quite|yes|pretty) )*(?:helpful|helped|useful|spot on|well (?:said|put|explained|done)|love it|clear|correct|accurate)$`,
    ),
    not: BEGINS_QUESTION,
    among: setOf(
      `${PRAISE_WORDS} ${REPLY_WORDS} helped helps rock rocks said put explained done well exactly ever finally`,
    ),
  },
  {
    kind: 'topics',
    shows:
      /\b(?:topics?|subjects?|categor(?:y|ies)|areas|menu|catalog(?:ue)?)\b|\b(?:questions?|things?|stuff|what)\b.*\b(?:ask|asked|answers?|know|cover|covers|covered)\b/,
    not: /\b(?:how|not)\b/,
    among: setOf(
      'topic topics subject subjects category categories area areas menu catalog catalogue question questions thing things stuff ask asked asking answer answers answered know knows cover covers covered list lists listing show tell give see example examples sample available other else supported support kind kinds full whole maybe something sth',
    ),
  },
  {
    kind: 'help',
    shows:
      /^(?:please )?(?:help|usage|commands?|instructions?|manual|options|start)\b|\b(?:how|hw) (?:do|does|to|should|can|could|would)\b.*\b(?:you|u|bot|this|it)\b|\b(?:who|what|why) (?:are|r) (?:you|u)\b|\bare (?:you|u) (?:a |an |the |some )?(?:real|bot|human|person|ai|robot|chatgpt|llm|gpt|machine|alive)\b|\bwhat (?:can|do|does) (?:you|u|this bot|it) do\b|\bwhat is this(?: bot)?(?: for)?$|\bwhat can (?:i|we) (?:do|say)\b|\b(?:slash )?commands?\b|\bhelp(?: me)?(?: out)?$|\bdm\b|\blost\b|\bcan (?:i|we) (?:just |only )?(?:type|talk|write|ask)\b|\bmention\b|\bsupposed to\b/,
    among: setOf(
      'help helps usage command commands instruction instructions manual options start started starting slash work works working use used using ask asking asked talk talking speak type typing write say mention mentioning tag dm message messages channel channels thread threads private privately real person human ai robot chatgpt llm gpt machine alive thing things lost supposed stuck made built who hw out you anything nothing something only',
    ),
  },
  {
    kind: 'greeting',
    shows: new RegExp(
      String.raw`\b(?:${GREETING_WORDS.replaceAll(' ', '|')}|he+y+|hi+|hell+o+|yo+|good (?:day|morning|afternoon|evening))\b|\bwhat is up\b|\bwhats up\b`,
    ),
    not: ASKS,
    among: setOf(`${GREETING_WORDS} good day nice happy monday friday first time new`),
  },
];

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
