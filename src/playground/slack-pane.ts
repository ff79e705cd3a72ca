import type { SlackGesture } from './gesture.ts';
import type { Outcome, SlackChange, SlackMessage, SlackState, SlackView } from './protocol.ts';
import type { Driver } from './slack/driver.ts';
import type { Target } from './slack/hands.ts';
import { objectsIn } from './slack/json.ts';
import type { Seen } from './slack/seen.ts';
import type { SlackServer } from './slack/slack-server.ts';
import type { Change, Message, View } from './slack/world.ts';

/** The local Slack as the page shows it, and the hands of the people in it. */
export type SlackPane = {
  readonly state: () => SlackState;
  /** Calls back with what changed on the screens; the function returned ends it. */
  readonly watch: (show: (change: SlackChange) => void, refuse: (what: string, why: string) => void) => () => void;
  /** Does what a person does; resolves with what their client alone showed them. Throws what it would not let them do. */
  readonly act: (gesture: SlackGesture) => Promise<Outcome>;
  readonly file: (id: string) => { readonly name: string; readonly content: Uint8Array } | undefined;
};

/** For how long somebody waits for an answer before they look elsewhere. */
const PATIENCE_MS = 8000;

export function createSlackPane(server: SlackServer): SlackPane {
  const { world, app } = server;
  const [workspace] = world.workspaces();
  if (!workspace) throw new Error('The local Slack has no workspace.');
  const people = world.people(workspace.id).filter(({ bot }) => bot === undefined);
  const install = app.installIn(workspace.id);
  if (!install) throw new Error('The app is not installed in the local Slack.');
  // Everybody has the conversation with the app in their list from the start.
  const directs = new Map(people.map((person) => [world.directWith(person, install.user).id, person.id]));

  return {
    state: () => ({
      workspace: workspace.name,
      app: { id: install.user.id, name: install.user.name },
      people: people.map(({ id, name }) => ({ id, name })),
      channels: world.conversations(workspace.id).map(({ id, name, kind }) => ({
        id,
        name: kind === 'direct' ? install.user.name : name,
        kind: kind === 'direct' ? 'direct' : 'channel',
        person: directs.get(id),
      })),
      commands: app.manifest.features.slash_commands.map(({ command, description, usage_hint: hint = '' }) => ({
        name: command,
        description,
        hint,
      })),
      messageShortcuts: app.manifest.features.shortcuts
        .filter(({ type }) => type === 'message')
        .map(({ name }) => name),
      messages: world.conversations(workspace.id).flatMap(({ id }) => world.messages(id).map(messageOf)),
      views: Object.fromEntries(people.map(({ id, name }) => [id, stackOf(name)])),
      homes: Object.fromEntries(
        people.flatMap(({ id, name }) => {
          const home = server.as(name).home();
          return home ? [[id, { id: home.id, view: { type: 'home', blocks: home.blocks } }]] : [];
        }),
      ),
      prompts: promptsNow(),
      statuses: statusesNow(),
    }),
    watch: (show, refuse) =>
      world.onChange((change) => {
        if (change.kind === 'noticed') refuse('client', change.text);
        const shown = changeOf(change);
        if (shown) show(shown);
      }),
    act: async (gesture) => outcomeOf(gesture.do, await done(gesture, server.as(gesture.as))),
    file: (id) => {
      const file = world.file(id);
      return file?.content && { name: file.name, content: file.content };
    },
  };

  async function done(gesture: SlackGesture, driver: Driver): Promise<Seen | Outcome> {
    switch (gesture.do) {
      case 'send':
        if (gesture.text.trim() === '') throw new Error('Slack sends no empty message.');
        return driver.send(gesture.channel, gesture.text, {
          patienceMs: PATIENCE_MS,
          awaits: 'words',
          ...(gesture.thread === undefined ? {} : { thread: gesture.thread }),
        });
      case 'command':
        return driver.command(gesture.channel, gesture.line);
      case 'press':
        return driver.press(targetOf(gesture, driver), { ...idsOf(gesture), value: gesture.value });
      case 'choose':
        return driver.choose(targetOf(gesture, driver), idsOf(gesture), gesture.choice);
      case 'suggest': {
        const offered = await driver.suggest(targetOf(gesture, driver), idsOf(gesture), gesture.query);
        return { choices: offered.map((name) => ({ name, value: name })) };
      }
      case 'submit': {
        const modal = driver.modal();
        if (modal?.id !== gesture.view) throw new Error('The form is no longer open.');
        for (const { block, action, choice } of gesture.filled)
          await driver.choose(modal, { blockId: block, actionId: action }, choice, { quietMs: 0 });
        return driver.submit(driver.modal() ?? modal);
      }
      case 'close':
        return driver.close();
      case 'shortcut':
        return driver.useMessageShortcut(gesture.name, { channel: gesture.channel, ts: gesture.ts });
      case 'open':
        return gesture.tab === 'home' ? driver.openHome() : driver.openPane();
    }
  }

  /** What is pressed, as it stands now. */
  function targetOf({ target }: Extract<SlackGesture, { readonly target: unknown }>, driver: Driver): Target {
    if (target.kind === 'view') {
      const view = [driver.modal(), driver.home()].find((one) => one?.id === target.id);
      if (!view) throw new Error('The view is no longer open.');
      return view;
    }
    const message = [...driver.read(target.channel), ...threadsOf(driver, target.channel)].find(
      ({ ts }) => ts === target.ts,
    );
    if (!message) throw new Error('The message is no longer there.');
    return message;
  }

  function threadsOf(driver: Driver, channel: string) {
    const roots = new Set(world.messages(channel).flatMap(({ thread }) => thread ?? []));
    return [...roots].flatMap((ts) => driver.readThread({ channel, ts }));
  }

  function outcomeOf(what: string, seen: Seen | Outcome): Outcome {
    if (!('messages' in seen)) return seen;
    const { sent, messages, errors, notices } = seen;
    const answer = messages.findLast(({ isByApp, isPrivate }) => isByApp && !isPrivate);
    const thread = answer?.thread ?? sent?.thread;
    return {
      errors,
      ...(notices.length > 0 ? { notice: notices.join(' ') } : {}),
      ...(what === 'send' && answer ? { place: { channel: answer.channel, thread } } : {}),
    };
  }

  function changeOf(change: Change): SlackChange | undefined {
    switch (change.kind) {
      case 'posted':
      case 'edited':
      case 'reacted':
        return { messages: [messageOf(change.message)] };
      case 'deleted':
        return { removed: [{ channel: change.message.channel, ts: change.message.ts }] };
      case 'view-opened':
      case 'view-changed':
      case 'view-closed': {
        const name = world.person(change.view.person)?.name;
        return name === undefined ? undefined : { views: { [change.view.person]: stackOf(name) } };
      }
      case 'home-published':
        return { homes: { [change.view.person]: viewOf(change.view) } };
      case 'prompts-set':
        return { prompts: { [change.channel]: change.prompts.map(({ message }) => message) } };
      case 'status-set':
        return { statuses: { [change.channel]: change.status } };
      case 'title-set':
      case 'noticed':
        return undefined;
    }
  }

  function promptsNow(): SlackState['prompts'] {
    const changes = world.changesSince(0).flatMap((change) => (change.kind === 'prompts-set' ? [change] : []));
    return Object.fromEntries(changes.map(({ channel, prompts }) => [channel, prompts.map(({ message }) => message)]));
  }

  function statusesNow(): SlackState['statuses'] {
    const changes = world.changesSince(0).flatMap((change) => (change.kind === 'status-set' ? [change] : []));
    return Object.fromEntries(changes.map(({ channel, status }) => [channel, status]));
  }

  function stackOf(name: string): SlackView[] {
    return server.viewsOf(name).map(viewOf);
  }
}

function idsOf({ block, action }: { readonly block: string; readonly action: string }) {
  return { blockId: block, actionId: action };
}

function messageOf({ blocks, files, reactions, editedAt, ...message }: Message): SlackMessage {
  const { channel, ts, thread, by, text, attachments, onlyFor } = message;
  return {
    channel,
    ts,
    thread,
    by,
    text,
    blocks,
    attachments,
    files: files.map(({ id, name, title, bytes }) => ({ id, name, title, bytes })),
    reactions: reactions.map(({ name, people }) => ({ name, count: people.length })),
    onlyFor,
    isEdited: editedAt !== undefined,
  };
}

function viewOf({ id, type, content }: View): SlackView {
  return { id, view: { ...content, type, blocks: objectsIn(content.blocks) } };
}
