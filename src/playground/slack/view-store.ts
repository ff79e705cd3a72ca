import type { App } from './app.ts';
import type { Ids } from './ids.ts';
import { createInputState, flatBlocks, type InputState } from './input-state.ts';
import { type JsonObject, objectsIn, textIn } from './json.ts';
import * as limits from './limits.ts';
import type { View, World } from './world.ts';
import { withIds } from './world.ts';

/** What came of showing a view. */
export type Shown =
  | { readonly kind: 'shown'; readonly view: View }
  | { readonly kind: 'refused'; readonly error: 'push_limit_reached' | 'hash_conflict' | 'duplicate_external_id' };

/** The modals and Home tabs that people have in front of them. */
export type ViewStore = ReturnType<typeof createViewStore>;

export type ViewStoreOptions = {
  readonly world: World;
  readonly app: App;
  readonly ids: Ids;
  readonly now: () => number;
};

export function createViewStore({ world, app, ids, now }: ViewStoreOptions) {
  const stacks = new Map<string, readonly View[]>();
  const homes = new Map<string, View>();
  const state: InputState = createInputState();
  let changes = 0;

  return {
    state,
    /** Opens a modal; one that was open is replaced, its stack with it. */
    open: (person: string, content: JsonObject): Shown => {
      for (const view of stack(person)) state.forget(view.id);
      return add(person, content, []);
    },
    push: (person: string, content: JsonObject): Shown => add(person, content, stack(person)),
    update: (view: View, content: JsonObject, hash: string | undefined): Shown => {
      if (hash !== undefined && hash !== view.hash) return { kind: 'refused', error: 'hash_conflict' };
      const changed = { ...view, content: filled(content), hash: newHash(), externalId: externalId(content, view) };
      stacks.set(
        view.person,
        stack(view.person).map((one) => (one.id === view.id ? changed : one)),
      );
      world.happen({ kind: 'view-changed', view: changed });
      return { kind: 'shown', view: changed };
    },
    publish: (person: string, content: JsonObject, hash: string | undefined): Shown => {
      const known = homes.get(person);
      if (hash !== undefined && hash !== known?.hash) return { kind: 'refused', error: 'hash_conflict' };
      const id = known?.id ?? ids.next('V');
      const view: View = {
        id,
        workspace: world.person(person)?.workspace ?? '',
        person,
        type: 'home',
        content: filled(content),
        hash: newHash(),
        root: id,
        previous: undefined,
        externalId: textIn(content.external_id),
      };
      homes.set(person, view);
      world.happen({ kind: 'home-published', view });
      return { kind: 'shown', view };
    },
    /** Takes the uppermost modal away, or all of them. */
    close: (person: string, which: 'top' | 'all'): void => {
      const closed = which === 'all' ? stack(person) : stack(person).slice(-1);
      stacks.set(person, which === 'all' ? [] : stack(person).slice(0, -1));
      for (const view of closed) {
        state.forget(view.id);
        world.happen({ kind: 'view-closed', view });
      }
    },
    stack,
    home: (person: string) => homes.get(person),
    find: (id: string) => [...stacks.values()].flat().find((view) => view.id === id),
    findByExternalId: (id: string) => [...stacks.values()].flat().find((view) => view.externalId === id),
    json,
  };

  function add(person: string, content: JsonObject, below: readonly View[]): Shown {
    if (below.length >= limits.MAX_VIEW_STACK) return { kind: 'refused', error: 'push_limit_reached' };
    const id = ids.next('V');
    const external = textIn(content.external_id);
    if (external !== '' && [...stacks.values()].flat().some((view) => view.externalId === external)) {
      return { kind: 'refused', error: 'duplicate_external_id' };
    }
    const view: View = {
      id,
      workspace: world.person(person)?.workspace ?? '',
      person,
      type: 'modal',
      content: filled(content),
      hash: newHash(),
      root: below[0]?.id ?? id,
      previous: below.at(-1)?.id,
      externalId: external,
    };
    stacks.set(person, [...below, view]);
    world.happen({ kind: 'view-opened', view });
    return { kind: 'shown', view };
  }

  function stack(person: string): readonly View[] {
    return stacks.get(person) ?? [];
  }

  function filled(content: JsonObject): JsonObject {
    return { ...content, blocks: [...withIds(objectsIn(content.blocks), ids)] };
  }

  function newHash(): string {
    changes += 1;
    return `${Math.floor(now() / 1000)}.${changes.toString(16).padStart(8, '0')}`;
  }

  /** A view as payloads and replies show it. */
  function json(view: View): JsonObject {
    const { content } = view;
    return {
      id: view.id,
      team_id: view.workspace,
      app_id: app.id,
      app_installed_team_id: view.workspace,
      bot_id: app.installIn(view.workspace)?.bot,
      private_metadata: '',
      callback_id: '',
      clear_on_close: false,
      notify_on_close: false,
      title: { type: 'plain_text', text: 'View Title', emoji: true },
      submit: null,
      close: null,
      ...content,
      external_id: view.externalId,
      state: { values: state.values(view.id, flatBlocks(objectsIn(content.blocks))) },
      hash: view.hash,
      root_view_id: view.root,
      previous_view_id: view.previous ?? null,
    };
  }
}

function externalId(content: JsonObject, view: View): string {
  return content.external_id === undefined ? view.externalId : textIn(content.external_id);
}
