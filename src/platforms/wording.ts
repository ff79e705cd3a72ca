/** The sentences of ours that belong to a platform and to no card; plain characters. */
export const PLATFORM_SENTENCES = {
  /** When an error kept the bot from answering. */
  apology: 'Something went wrong on my side, and I could not answer. Nothing is lost: please try again.',
  /** When a thread could not be opened. */
  noThread:
    'I answered in the channel, because I may not open threads there. Somebody who runs the server can give me "Create Public Threads" and "Send Messages in Threads".',
  /** When words of a thread are not given to the bot. */
  mentionsOnly: 'In this thread I see only messages that mention me.',
  /** When a reply was cut and goes on in a file. */
  rest: 'The rest of this answer is in the file.',
  /** The name of that file. */
  restFile: 'rest-of-the-answer.md',
  /** When somebody used the shortcut on a message without words. */
  noWords: 'That message has no words that I could read.',
} as const;
