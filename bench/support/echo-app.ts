// The anchor of first-sign: a bare Bolt app that puts an eye on a mention and does nothing else.
import { App, LogLevel } from '@slack/bolt';

const { SLACK_BOT_TOKEN = '', SLACK_APP_TOKEN = '', SLACK_API_URL = '' } = process.env;

const app = new App({
  token: SLACK_BOT_TOKEN,
  appToken: SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: SLACK_API_URL },
});

app.event('app_mention', async ({ event, client }) => {
  await client.reactions.add({ channel: event.channel, timestamp: event.ts, name: 'eyes' });
});

await app.start();
process.stdout.write('The echo app is running.\n');
process.on('SIGTERM', () => process.exit(0));
