/** The sentences of ours that belong to a platform and to no card; plain characters. */
export const PLATFORM_SENTENCES = {
  /** When an error kept the bot from answering. */
  apology: 'Something went wrong on my side, and I could not answer. Please try again.',
  /** When a thread could not be opened. */
  noThread:
    'I answered in the channel, because I may not open threads there. Somebody who runs the server can give me "Create Public Threads" and "Send Messages in Threads".',
  /** When words of a thread are not given to the bot. */
  mentionsOnly: 'In this thread I see only messages that mention me.',
  /** When a reply was cut and goes on in a file. */
  rest: 'The rest of this answer is in the file.',
  /** The name of that file. */
  restFile: 'rest-of-the-answer.md',
  /** The name of the picture of a scoreboard. */
  pictureFile: 'scoreboard.png',
  /** When somebody used the shortcut on a message without words. */
  noWords: 'That message has no words that I could read.',
  /** The name of the bot, on its windows. */
  name: 'Versus',
  /** On the button that closes a window. */
  close: 'Close',
  /** On the button that leads back to where a person's own page begins. */
  back: 'All topics',
  /** While an answer takes longer than a window can wait. */
  moment: 'One moment…',
  /** In front of the name of who put a card before everybody. */
  sharedBy: 'Shared by',
  /** Above an answer that comes in the direct conversation, because the bot may not write where it was asked. */
  answeredDirectly: 'I may not write where you asked me, so the answer comes here.',
  /** Where the bot was called by its role, and Discord gave it no words. */
  roleOnly:
    'You called my role, and Discord does not show me the words of such a message. Mention me, not my role, and I can read it.',
  /** When what was to be shared is shown to the person alone. */
  notShared: 'I could not share it: in this place Discord shows what I write to you alone.',
  /** When nobody knows whether a shared card arrived. */
  shareUnclear: 'I cannot tell whether that arrived. Look before you share it again.',
  /** When somebody asked more than the bot answers in a minute. */
  tooMany: 'That was a lot at once. Give me a minute, then ask again.',
  /** In a menu from which nothing was chosen yet. */
  choose: 'Choose one',
} as const;
