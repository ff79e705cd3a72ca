import { readSocialWords, type SocialTalk } from './social-words.ts';

/** What a message of a few words is about when it is no question of its own. */
export type SmallTalk =
  | SocialTalk
  | 'sources'
  | 'more'
  | 'why'
  | 'why-answer'
  | 'counter'
  | 'none-of-these'
  | 'reset'
  | 'quiet'
  | 'listen'
  | { readonly suggestion: number };

/** A message of more words than this is never small talk. */
export const MAX_SMALL_TALK_WORDS = 12;

/**
 * Reads small talk and words about the last answer. `words` are lower-cased, joined by blanks, options' names as "§".
 * The whole message must be of the kind, so that a greeting in front of a question is no greeting.
 */
export function readSmallTalk(words: string): SmallTalk | undefined {
  if (words.split(' ').length > MAX_SMALL_TALK_WORDS) return undefined;
  const ordinal = ORDINAL.exec(words)
    ?.slice(1)
    .findIndex((group) => group !== undefined);
  if (ordinal !== undefined) return { suggestion: ordinal };
  return KINDS.find(([, pattern]) => pattern.test(words))?.[0] ?? readSocialWords(words);
}

const KINDS: readonly (readonly [Exclude<SmallTalk, SocialTalk | object>, RegExp])[] = [
  [
    'reset',
    /^(?:please )?(?:reset|restart|start (?:over|again|afresh|fresh)|clear|(?:forget|clear) (?:it|that|all|everything|this)(?: all)?|(?:a )?new project|undo all|from scratch)$/,
  ],
  [
    'quiet',
    /^(?:please )?(?:be |keep |stay )?quiet(?: here| in here| in this (?:thread|channel))?(?: please)?$|^(?:please )?(?:shut up|mute|stop listening|(?:do not|stop) (?:listen|listening|answer|answering|reply|replying)(?: unless mentioned)?)(?: here| in here| in this (?:thread|channel))?(?: please)?$/,
  ],
  [
    'listen',
    /^(?:please )?(?:listen|unmute|start listening|speak up)(?: here| in here| in this (?:thread|channel))?(?: again)?(?: please)?$/,
  ],
  [
    'none-of-these',
    /^(?:none(?: of (?:these|those|them|the above))?|neither of (?:these|those|them)|no none(?: of (?:these|those|them))?)$/,
  ],
  [
    'counter',
    /^(?:and |but |ok )?(?:(?:what is |give me )?(?:the )?(?:strongest |best )?(?:case|argument|arguments) against(?: (?:it|that|this|§))?|what speaks against (?:it|that|this|§)|counter ?arguments?|counter|(?:play )?devil'?s? advocate|convince me otherwise|argue the other side|why not (?:use |go with |pick |choose )?§)$/,
  ],
  [
    'sources',
    /^(?:and |but |ok )?(?:(?:show |what |the |your |any |got |give |me |are |is |with |a |have |you |do |can |i |see |please )*(?:sources?|references?|citations?|proof|evidence|receipts)(?: please| for (?:that|this|it|those)| of (?:that|this))?|says who|who says(?: (?:so|that))?|where (?:is|does|did|do) (?:that|this|it|you)(?: come| get| got| from| have)*(?: that| it| this)?(?: from)?|how do you know(?: that| this)?|link)$/,
  ],
  [
    'more',
    /^(?:and |ok |yes )?(?:(?:please )?(?:tell|show|give) me )?(?:more|some more|more (?:detail|details|info|please|about (?:that|this|it))|details|elaborate|expand(?: on (?:that|this|it))?|go on|next|continue|go deeper|explain|explain (?:that|this|it|more)|tell me more(?: about (?:that|this|it))?)(?: please)?$/,
  ],
  [
    'why-answer',
    /^(?:but |and |so |ok )?(?:why (?:this|that) answer|why did you (?:say|answer) (?:this|that)|how did you (?:find|match) (?:this|that|it))$/,
  ],
  [
    'why',
    /^(?:but |and |so |ok |hm+ )?(?:why|how come|why so|why (?:is|though) that|why though|why not|because|reasons?|why this|why (?:§|this one|that one|is that so)|explain why|how did you (?:get|decide|arrive at) (?:that|this|there)|on what grounds|what would (?:flip|change) (?:it|that|this|your mind)|how sure are you(?: about (?:that|this|it))?|how come §)$/,
  ],
];
const ORDINAL = /^(?:the )?(?:(first|1st|one|1)|(second|2nd|two|2)|(third|3rd|three|3))(?: one)?(?: please)?$/;
