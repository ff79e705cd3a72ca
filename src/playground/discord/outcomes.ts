import type { Announcer } from './events.ts';
import type { Choice, Interaction } from './interactions.ts';
import type { Modal } from './modal.ts';
import { MESSAGE_FLAG } from './protocol.ts';
import type { Wait } from './waiting.ts';
import type { Message, World } from './world.ts';

/** What came of an interaction, in the server's own terms. */
export type RawOutcome =
  | { readonly kind: 'message' | 'updated'; readonly message: Message }
  | { readonly kind: 'modal'; readonly modal: Modal }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  /** Acknowledged, and nothing to be seen of it. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'failed'; readonly text: string };

/** Time given to the expiry of a deadline beyond the deadline itself. */
const SLACK_MS = 1000;

/** Waits for what a person sees after an interaction; a deferred answer is waited for as long as patience lasts. */
export function createOutcomes(given: {
  readonly world: World;
  readonly announcer: Announcer;
  readonly wait: Wait;
  readonly acknowledgeMs: number;
  readonly patienceMs: number;
}): (interaction: Interaction) => Promise<RawOutcome> {
  const { world, announcer, wait, acknowledgeMs, patienceMs } = given;

  return (interaction) => {
    const outcome = outcomeOf(interaction);
    // Whoever waits for it learns what was missing; nobody has to wait.
    outcome.catch(() => undefined);
    return outcome;
  };

  async function outcomeOf(interaction: Interaction): Promise<RawOutcome> {
    await wait(
      () => (interaction.state === 'waiting' ? undefined : true),
      'an answer to an interaction, or its deadline',
      acknowledgeMs + SLACK_MS,
    );
    const answer = interaction.answer;
    if (!answer) return { kind: 'failed', text: failureText(interaction) };
    switch (answer.kind) {
      case 'message':
        return { kind: 'message', message: answer.message };
      case 'update':
        return { kind: 'updated', message: answer.message };
      case 'modal':
        return { kind: 'modal', modal: answer.modal };
      case 'choices':
        return { kind: 'choices', choices: answer.choices };
      case 'thinking':
        return filled(answer.message);
      case 'deferredUpdate':
        return followed(interaction);
    }
  }

  async function filled(message: Message): Promise<RawOutcome> {
    const isOver = () => (message.flags & MESSAGE_FLAG.loading) === 0 || !world.messages.has(message.id);
    await wait(() => (isOver() ? true : undefined), 'the answer that was promised', patienceMs).catch(() => undefined);
    return world.messages.has(message.id) ? { kind: 'message', message } : { kind: 'silent' };
  }

  /** After a deferred update: the first change of its message, or the first new message. */
  async function followed(interaction: Interaction): Promise<RawOutcome> {
    const { source } = interaction;
    let isChanged = false;
    const unwatch = announcer.watch((change) => {
      if (change.kind === 'edit' && change.messageId === source?.id) isChanged = true;
    });
    const outcome = await wait(
      (): RawOutcome | undefined => {
        if (isChanged && source) return { kind: 'updated', message: source };
        const message = world
          .messagesIn(interaction.channel)
          .find((one) => one.origin?.interactionId === interaction.id);
        if (message) return { kind: 'message', message };
        return source && !world.messages.has(source.id) ? { kind: 'silent' } : undefined;
      },
      'what was promised',
      patienceMs,
    ).catch((): RawOutcome => ({ kind: 'silent' }));
    unwatch();
    return outcome;
  }
}

function failureText({ kind }: Interaction): string {
  switch (kind) {
    case 'command':
      return 'The application did not respond';
    case 'autocomplete':
      return 'Loading options failed';
    case 'component':
      return 'This interaction failed';
    case 'modal':
      return 'Something went wrong. Try again.';
  }
}
