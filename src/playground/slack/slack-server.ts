import { createAct, createCourier } from './act.ts';
import { type ApiFaults, createApiFaults } from './api-faults.ts';
import { type App, createApp } from './app.ts';
import { createTimers, type Deadlines, SLACK_DEADLINES } from './deadlines.ts';
import { createDriver, type Driver } from './driver.ts';
import { createEvents, type Events } from './events.ts';
import { createForms } from './forms.ts';
import { createFrontDoor } from './front-door.ts';
import { createHands } from './hands.ts';
import { createHttpLine, type HttpLine } from './http-line.ts';
import { createIds } from './ids.ts';
import { createInteractions } from './interactions.ts';
import { FULL_MANIFEST, type ManifestInput } from './manifest.ts';
import { createOAuth } from './oauth.ts';
import type { Acknowledgement, Parcel } from './parcel.ts';
import { createPostOffice, type PostOffice } from './post-office.ts';
import { createEyes } from './seen.ts';
import type { Slack } from './slack.ts';
import { createSocketLine, type SocketLine } from './socket-line.ts';
import { createTickets } from './tickets.ts';
import { createViewStore } from './view-store.ts';
import { createWebApi } from './web-api.ts';
import { createWireLog, type WireLog } from './wire-log.ts';
import { createWorld, type Person, type View, type World } from './world.ts';

export type ChannelOptions = {
  readonly name: string;
  readonly isPrivate?: boolean;
  /** Names of people; everybody, unless told. */
  readonly members?: readonly string[];
  /** Whether the app was invited; yes, unless told. */
  readonly hasApp?: boolean;
  /** Shared with another company. */
  readonly isShared?: boolean;
};

export type WorkspaceOptions = {
  readonly name: string;
  readonly people?: readonly (string | { readonly name: string; readonly isGuest?: boolean })[];
  readonly channels?: readonly ChannelOptions[];
  /** Whether the app is installed; yes, unless told. */
  readonly isInstalled?: boolean;
  /** What the install may do; what the manifest asks for, unless told. */
  readonly scopes?: readonly string[];
};

export type SlackServerOptions = {
  /** What the app is: its commands, shortcuts, events and scopes. A manifest with everything, unless told. */
  readonly manifest?: ManifestInput;
  /** One workspace with Ada and Grace and the channels general and random, unless told. */
  readonly workspaces?: readonly WorkspaceOptions[];
  /** The clock, in milliseconds; it decides about timestamps, expiry and rate limits. */
  readonly now?: () => number;
  readonly deadlines?: Partial<Deadlines>;
  /** Whether methods refuse calls that come too often; off, unless told. */
  readonly rateLimits?: 'tiers' | 'off';
};

/** Everything that a test can make go wrong, beside what an app does wrong by itself. */
export type Faults = {
  /** The next call of a Web API method goes wrong. */
  readonly api: ApiFaults['add'];
  /** The next parcels with this name (every name, unless told) are lost, delayed or sent twice. */
  readonly deliveries: PostOffice['disturb'];
  /** Asks one connection, or all, to close and connect again. */
  readonly disconnect: SocketLine['disconnect'];
  /** Cuts one connection, or all, without a word. */
  readonly cut: SocketLine['cut'];
  /** Pings stay unanswered, or are answered again. */
  readonly pongs: SocketLine['setPongs'];
  /** Nothing is heard over the open connections any more, or again. */
  readonly deaf: SocketLine['setDeaf'];
  /** Sends any text over one connection. */
  readonly rawEnvelope: SocketLine['sendRaw'];
  /** Requests in HTTP mode are signed wrongly, or too old, or rightly again. */
  readonly signing: HttpLine['setSigning'];
  /** Tells the app that it gets no more events for a while. */
  readonly appRateLimited: (workspace?: string) => void;
  /** Takes everything back that is still to come. */
  readonly clear: () => void;
};

/** A Slack of one's own, on loopback. */
export type SlackServer = {
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** `http://127.0.0.1:port`. */
  readonly origin: () => string;
  /** What `clientOptions.slackApiUrl` is set to. */
  readonly apiUrl: () => string;
  readonly authorizeUrl: () => string;
  readonly app: App;
  /** The bot token of a workspace (the first one, unless told), by its name. */
  readonly botToken: (workspace?: string) => string;
  readonly world: World;
  /** A person of a workspace (the first one, unless told), by name. */
  readonly as: (name: string, workspace?: string) => Driver;
  /** The modals that a person has open, the uppermost last. */
  readonly viewsOf: (name: string, workspace?: string) => readonly View[];
  /** Turns to HTTP mode: from now on parcels go to this address; back to Socket Mode without one. */
  readonly sendTo: (requestUrl: string | undefined) => void;
  /** Whether the app's address answers the challenge that Slack asks once. */
  readonly verifyRequestUrl: () => Promise<boolean>;
  readonly connections: () => number;
  /** Resolves when the app has so many connections open. */
  readonly connected: (count: number, timeoutMs?: number) => Promise<void>;
  /** Invites the app to a channel, or removes it. */
  readonly setMember: (channel: string, isMember: boolean, workspace?: string) => void;
  readonly archive: (channel: string, workspace?: string) => void;
  /** Removes the app from a workspace and tells it so. */
  readonly uninstall: (workspace?: string) => void;
  /** Hands the app anything at all, for what no driver expresses. */
  readonly deliver: (parcel: Parcel) => Promise<Acknowledgement>;
  readonly faults: Faults;
  readonly log: WireLog;
};

const DEFAULT_WORKSPACE: WorkspaceOptions = {
  name: 'Acme',
  people: ['Ada', 'Grace'],
  channels: [{ name: 'general' }, { name: 'random' }],
};
const CONNECT_MS = 10_000;
const LOOK_MS = 5;

/** Makes a local Slack that speaks the real wire protocol to an unmodified app. */
export function createSlackServer(options: SlackServerOptions = {}): SlackServer {
  const { manifest = FULL_MANIFEST, workspaces = [DEFAULT_WORKSPACE], now = Date.now, rateLimits = 'off' } = options;
  const deadlines: Deadlines = { ...SLACK_DEADLINES, ...options.deadlines };
  const timers = createTimers();
  const log = createWireLog(now);
  const ids = createIds(now);
  const world = createWorld(ids);
  const app = createApp({ manifest, world, ids });
  const views = createViewStore({ world, app, ids, now });
  const tickets = createTickets({ ids, now, deadlines });
  let address = 'http://127.0.0.1:0';
  let requestUrl: string | undefined;
  const slack: Slack = { world, app, ids, views, tickets, now, origin: () => address };

  const socketLine = createSocketLine({ appId: app.id, origin: slack.origin, ids, log, timers, deadlines });
  const httpLine = createHttpLine({
    requestUrl: () => requestUrl,
    signingSecret: app.signingSecret,
    now,
    log,
    deadlines,
  });
  const line = () => (requestUrl === undefined ? socketLine : httpLine);
  const office = createPostOffice({ line, timers, deadlines });
  const courier = createCourier(office.deliver);
  const events: Events = createEvents({ slack, deliver: (parcel) => void courier.deliver(parcel) });
  const faults = createApiFaults();
  const door = createFrontDoor({
    slack,
    api: createWebApi({ slack, newSocketAddress: socketLine.newAddress, rateLimits }),
    oauth: createOAuth(slack),
    faults,
    log,
    timers,
    deadlines,
    upgrade: socketLine.upgrade,
  });

  const eyes = createEyes(slack);
  const act = createAct({
    world,
    eyes,
    courier,
    isBusy: () => office.isBusy() || door.underway() > 0,
    activity: () => world.now() + door.answered(),
  });
  const interactions = createInteractions(slack);
  const hands = createHands({ slack, act, courier, interactions });
  const forms = createForms({ slack, act, courier, interactions, hands });
  for (const workspace of workspaces) furnish(workspace, world, app);

  return {
    start: async () => {
      address = `http://127.0.0.1:${await door.start()}`;
    },
    stop: async () => {
      events.stop();
      await Promise.all([socketLine.stop(), httpLine.stop()]);
      timers.clear();
      await door.stop();
    },
    origin: slack.origin,
    apiUrl: () => `${address}/api/`,
    authorizeUrl: () => `${address}/oauth/v2/authorize`,
    app,
    botToken: (workspace) => installOf(workspace).token,
    world,
    as: (name, workspace) =>
      createDriver(personCalled(name, workspace), { slack, act, courier, interactions, events, hands, forms, eyes }),
    viewsOf: (name, workspace) => views.stack(personCalled(name, workspace).id),
    sendTo: (url) => {
      requestUrl = url;
    },
    verifyRequestUrl: httpLine.verify,
    connections: socketLine.connections,
    connected: (count, timeoutMs = CONNECT_MS) =>
      new Promise((resolve, reject) => {
        const end = performance.now() + timeoutMs;
        const stop = timers.every(LOOK_MS, () => {
          const isConnected = socketLine.connections() >= count;
          if (!isConnected && performance.now() < end) return;
          stop();
          if (isConnected) resolve();
          else reject(new Error(`${socketLine.connections()} of ${count} connections after ${timeoutMs} ms.`));
        });
      }),
    setMember: (channel, isMember, workspace) => {
      const found = channelOf(channel, workspace);
      const { user } = installOf(workspace);
      const others = [...found.members].filter((member) => member !== user.id);
      world.changeConversation(found, { members: new Set(isMember ? [...others, user.id] : others) });
    },
    archive: (channel, workspace) => {
      world.changeConversation(channelOf(channel, workspace), { isArchived: true });
    },
    uninstall: (workspace) => {
      const install = app.uninstall(workspaceId(workspace));
      if (install) events.uninstalled(install);
    },
    deliver: courier.deliver,
    faults: {
      api: faults.add,
      deliveries: office.disturb,
      disconnect: socketLine.disconnect,
      cut: socketLine.cut,
      pongs: socketLine.setPongs,
      deaf: socketLine.setDeaf,
      rawEnvelope: socketLine.sendRaw,
      signing: httpLine.setSigning,
      appRateLimited: (workspace) => events.rateLimited(installOf(workspace)),
      clear: () => {
        faults.clear();
        office.calm();
        socketLine.setPongs(true);
        socketLine.setDeaf(false);
      },
    },
    log,
  };

  function personCalled(name: string, workspace: string | undefined): Person {
    const found = world.people(workspaceId(workspace)).find((one) => one.name === name && one.bot === undefined);
    if (!found) throw new Error(`There is nobody called ${name}.`);
    return found;
  }

  function workspaceId(name: string | undefined): string {
    const found = name === undefined ? world.workspaces()[0] : world.workspaces().find((one) => one.name === name);
    if (!found) throw new Error(`There is no workspace ${name ?? ''}.`);
    return found.id;
  }

  function installOf(workspace: string | undefined) {
    const install = app.installIn(workspaceId(workspace));
    if (!install) throw new Error(`The app is not installed in ${workspace ?? 'the first workspace'}.`);
    return install;
  }

  function channelOf(name: string, workspace: string | undefined) {
    const found = world
      .conversations(workspaceId(workspace))
      .find((one) => one.id === name || one.name === name.replace(/^#/, ''));
    if (!found) throw new Error(`There is no channel ${name}.`);
    return found;
  }
}

function furnish(
  { name, people = [], channels = [], isInstalled = true, scopes }: WorkspaceOptions,
  world: World,
  app: App,
) {
  const workspace = world.addWorkspace(name);
  const members = people.map((one) =>
    world.addPerson({
      workspace: workspace.id,
      name: typeof one === 'string' ? one : one.name,
      isGuest: typeof one === 'string' ? false : (one.isGuest ?? false),
    }),
  );
  const install = isInstalled ? app.install(workspace.id, scopes) : undefined;
  for (const channel of channels) {
    const inside = members.filter((person) => channel.members?.includes(person.name) ?? true).map(({ id }) => id);
    world.addConversation({
      workspace: workspace.id,
      kind: channel.isPrivate ? 'private' : 'public',
      name: channel.name,
      members: new Set(install && channel.hasApp !== false ? [...inside, install.user.id] : inside),
      isArchived: false,
      isShared: channel.isShared ?? false,
    });
  }
}
