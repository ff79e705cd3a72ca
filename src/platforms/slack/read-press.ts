import * as z from 'zod';
import type { Content, Delivery, Surface } from '../../core/delivery.ts';
import { decodeOpened, MAIN_PART, type Origin, ownKey, partOf, threadKey } from './exchanges.ts';
import { FIELD_ACTION, FORM } from './render-form.ts';
import { HOME_ACTION } from './render-view.ts';
import type { WayOfCard, WayOfForm, WayOfHome, WayOfModal } from './way.ts';

/** What a hand did: pressed something on a card, or handed in a form. */
export type Handed = {
  readonly type: 'delivery';
  readonly delivery: Delivery;
  readonly way: WayOfCard | WayOfModal | WayOfHome | WayOfForm;
};

/** The last part of the key of what belongs to a person's home tab. */
export const HOME_PART = 'home';

/** The way to a person's home tab. */
export function homeOf({
  person,
  hash,
  trigger,
  isStart,
}: Pick<WayOfHome, 'person' | 'hash' | 'trigger' | 'isStart'>): WayOfHome {
  return { type: 'home', origin: homeOrigin(person), person, hash, trigger, isStart };
}

/** A press on a card, wherever it stands; undefined for what is no press of ours. */
export function readPress(body: unknown, team: string, now: number): Handed | undefined {
  const press = PRESS.safeParse(body).data;
  const [action] = press?.actions ?? [];
  const way = press && action && wayOf(press, action);
  if (!way) return undefined;
  const id = action.value ?? action.selected_option?.value ?? '';
  const content: Content = way.type === 'home' && way.isStart ? { type: 'page' } : { type: 'press', id };
  return handed(way, surfaceOf(way), content, { person: press.user.id, trigger: press.trigger_id, team, now });
}

/** A form of ours that was handed in. */
export function readSubmission(body: unknown, team: string, now: number): Handed | undefined {
  const submission = SUBMISSION.safeParse(body).data;
  const opened = submission && decodeOpened(submission.view.private_metadata);
  if (!submission || !opened) return undefined;
  const { user, view, trigger_id: trigger } = submission;
  const fields = Object.entries(view.state.values).map(([id, block]) => [id, block[FIELD_ACTION]?.value ?? '']);
  const content: Content = { type: 'submission', id: opened.form ?? '', fields: Object.fromEntries(fields) };
  const way = { type: 'form', origin: opened.origin, view: view.id } as const;
  return handed(way, opened.origin.on, content, { person: user.id, trigger, team, now });
}

const USER = z.object({ id: z.string(), username: z.string().nullish(), name: z.string().nullish() });

const PRESS = z.object({
  user: USER,
  trigger_id: z.string(),
  response_url: z.string().nullish(),
  container: z
    .object({
      message_ts: z.string().nullish(),
      channel_id: z.string().nullish(),
      thread_ts: z.string().nullish(),
      is_ephemeral: z.boolean().nullish(),
    })
    .nullish(),
  view: z
    .object({ id: z.string(), type: z.string(), hash: z.string(), private_metadata: z.string().nullish() })
    .nullish(),
  actions: z
    .array(
      z.object({
        action_id: z.string().nullish(),
        block_id: z.string().nullish(),
        value: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

const SUBMISSION = z.object({
  user: USER,
  trigger_id: z.string(),
  view: z.object({
    id: z.string(),
    callback_id: z.literal(FORM),
    private_metadata: z.string(),
    state: z.object({
      values: z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() }))),
    }),
  }),
});

type Press = z.output<typeof PRESS>;

function wayOf(press: Press, action: Press['actions'][number]): WayOfCard | WayOfModal | WayOfHome | undefined {
  const { user, view, container, trigger_id: trigger, response_url: responseUrl } = press;
  const name = user.name ?? user.username ?? user.id;
  if (view?.type === 'home') {
    return homeOf({ person: user.id, hash: view.hash, trigger, isStart: action.action_id === HOME_ACTION });
  }
  if (view) {
    const origin = decodeOpened(view.private_metadata ?? '')?.origin ?? homeOrigin(user.id);
    return { type: 'modal', origin, view: view.id, hash: view.hash, trigger, name };
  }
  const { channel_id: channel, message_ts: ts } = container ?? {};
  if (!channel || !ts || !responseUrl) return undefined;
  const thread = container?.thread_ts ?? undefined;
  const isPrivate = container?.is_ephemeral === true;
  const on: Surface = isPrivate ? 'private' : channel.startsWith('D') ? 'direct' : 'public';
  const part = partOf(action.block_id ?? '') ?? thread ?? (isPrivate ? MAIN_PART : ts);
  return { type: 'card', origin: { on, channel, thread, part, responseUrl }, ts, trigger, name };
}

/** A modal was opened for one person, whatever it was opened from. */
function surfaceOf(way: WayOfCard | WayOfModal | WayOfHome): Surface {
  return way.type === 'modal' && way.origin.on !== 'page' ? 'private' : way.origin.on;
}

type By = { readonly person: string; readonly trigger: string; readonly team: string; readonly now: number };

function handed(way: Handed['way'], on: Surface, content: Content, { person, trigger, team, now }: By): Handed {
  const { channel, thread, part } = way.origin;
  return {
    type: 'delivery',
    way,
    delivery: {
      key: `slack:${team}:${trigger}`,
      thread: threadKey(team, channel, part),
      own: ownKey(team, channel, thread, person),
      person,
      at: now,
      arrival: { type: 'press', on },
      content,
    },
  };
}

function homeOrigin(person: string): Origin {
  return { on: 'page', channel: person, thread: undefined, part: HOME_PART, responseUrl: undefined };
}
