import { z } from 'zod';
import {
  type Call,
  defineMethod,
  done,
  jsonArg,
  type Method,
  refused,
  refusedFor,
  TIER_4,
  textArg,
} from './api-method.ts';
import { checkView } from './check-blocks.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import * as limits from './limits.ts';
import type { Exchange, Trigger } from './tickets.ts';
import type { Shown } from './view-store.ts';

const OPENING = z.object({ trigger_id: textArg, view: jsonArg });

/** Modals and the Home tab. */
export const VIEW_METHODS: Readonly<Record<string, Method>> = {
  'views.open': defineMethod({
    tier: TIER_4,
    args: OPENING,
    run: ({ trigger_id: id, view }, call) =>
      withView(view, 'modal', (content) =>
        withTrigger(call.slack.tickets.exchangeTrigger(id), ({ person }) =>
          answer(call.slack.views.open(person, content), call),
        ),
      ),
  }),

  'views.push': defineMethod({
    tier: TIER_4,
    args: OPENING,
    run: ({ trigger_id: id, view }, call) =>
      withView(view, 'modal', (content) =>
        withTrigger(call.slack.tickets.exchangeTrigger(id), ({ person, view: from }) =>
          from === undefined || !call.slack.views.find(from)
            ? refused('not_found')
            : answer(call.slack.views.push(person, content), call),
        ),
      ),
  }),

  'views.update': defineMethod({
    tier: TIER_4,
    args: z.object({
      view: jsonArg,
      view_id: textArg.optional(),
      external_id: textArg.optional(),
      hash: textArg.optional(),
    }),
    run: (args, call) =>
      withView(args.view, 'modal', (content) => {
        const { views } = call.slack;
        const found =
          args.view_id === undefined ? views.findByExternalId(args.external_id ?? '') : views.find(args.view_id);
        return found ? answer(views.update(found, content, args.hash), call) : refused('not_found');
      }),
  }),

  'views.publish': defineMethod({
    tier: TIER_4,
    args: z.object({ user_id: textArg, view: jsonArg, hash: textArg.optional() }),
    run: (args, call) =>
      withView(args.view, 'home', (content) => {
        const { app, world, views } = call.slack;
        if (app.manifest.features.app_home?.home_tab_enabled !== true) return refused('not_enabled');
        const person = world.person(args.user_id);
        if (!person || person.workspace !== call.install.workspace) return refused('user_not_found');
        return answer(views.publish(person.id, content, args.hash), call);
      }),
  }),
};

/** Checks a view as every method does: its blocks, its limits, its size, and that it is of the wanted type. */
function withView(
  view: Json | undefined,
  type: 'modal' | 'home',
  then: (content: JsonObject) => JsonObject,
): JsonObject {
  const problems = checkView(view ?? null);
  if (problems.length > 0) return refusedFor('invalid_arguments', problems);
  if (!isObject(view) || view.type !== type) {
    return refusedFor('invalid_arguments', [{ pointer: '/view/type', message: `must be ${type}` }]);
  }
  return Buffer.byteLength(JSON.stringify(view)) > limits.MAX_VIEW_BYTES ? refused('view_too_large') : then(view);
}

function withTrigger(exchange: Exchange<Trigger>, then: (trigger: Trigger) => JsonObject): JsonObject {
  switch (exchange.kind) {
    case 'exchanged':
      return then(exchange.thing);
    case 'unknown':
      return refused('invalid_trigger_id');
    case 'expired':
      return refused('expired_trigger_id');
    case 'used':
      return refused('exchanged_trigger_id');
  }
}

function answer(shown: Shown, { slack }: Call): JsonObject {
  return shown.kind === 'refused' ? refused(shown.error) : done({ view: slack.views.json(shown.view) });
}
