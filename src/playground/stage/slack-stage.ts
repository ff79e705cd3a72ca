import { slackManifest } from '../../platforms/slack/manifest.ts';
import { createSlack } from '../../platforms/slack/slack.ts';
import { createSlackServer } from '../slack/slack-server.ts';
import { createSlackActor } from '../slack-actor.ts';
import { PEOPLE, type Stage, type StageOptions, stageOf } from './stage.ts';

/** A conversation in a local Slack of its own. */
export async function openSlackStage(options: StageOptions): Promise<Stage> {
  const slack = createSlackServer({
    manifest: slackManifest({ mentionsOnly: false }),
    workspaces: [{ name: 'Acme', people: [...PEOPLE], channels: [{ name: 'general' }] }],
  });
  await slack.start();
  const actor = createSlackActor(slack, PEOPLE, options.setting);
  const connect = () =>
    createSlack({
      botToken: slack.botToken(),
      connection: { type: 'socket', appToken: slack.app.appToken },
      apiUrl: slack.apiUrl(),
    });
  return stageOf({ actor, connect, stop: () => slack.stop() }, options);
}
