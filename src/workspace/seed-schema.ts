// What a workspace starts with: the shape of seed data, whoever wrote it.
import { z } from 'zod';

const UserId = z.string().regex(/^[UW][A-Z0-9]{2,}$/);
const ChannelId = z.string().regex(/^[CGD][A-Z0-9]{2,}$/);

const SeedPerson = z.strictObject({
  id: UserId,
  name: z.string().min(1).describe('The short name, as in a handle: lower case, without spaces'),
  realName: z.string().min(1),
  displayName: z.string().min(1),
  title: z.string().optional(),
  tz: z.string().describe('IANA zone'),
  avatarColor: z.string().optional().describe('CSS colour'),
  isGuest: z.boolean().optional(),
  isDeactivated: z.boolean().optional(),
  status: z.strictObject({ text: z.string(), emoji: z.string() }).optional(),
});

const SeedBot = z.strictObject({
  userId: UserId,
  botId: z.string(),
  appId: z.string(),
  name: z.string(),
  displayName: z.string(),
});

const SeedUserGroup = z.strictObject({
  id: z.string().regex(/^S[A-Z0-9]{2,}$/),
  handle: z.string().min(1).describe('Without @'),
  name: z.string().min(1),
  users: z.array(UserId),
});

const SeedChannel = z.strictObject({
  id: ChannelId,
  name: z.string().min(1).describe('Without #; for an im the other person’s id'),
  kind: z.enum(['channel', 'group', 'im', 'mpim']),
  topic: z.string().optional(),
  purpose: z.string().optional(),
  members: z.array(UserId).describe('People only; whether the bot is in it is said by botIsMember'),
  botIsMember: z.boolean(),
  isArchived: z.boolean().optional(),
});

const SeedFile = z
  .strictObject({
    key: z.string().min(1),
    name: z.string().min(1),
    mimetype: z.string().min(1),
    base64: z.string().optional(),
    text: z.string().optional(),
  })
  .refine(
    (file) => (file.base64 === undefined) !== (file.text === undefined),
    'a file has either base64 or text',
  );

const SeedReply = z.strictObject({
  user: UserId,
  minutesAgo: z.number().nonnegative().describe('Before the first start of the workspace'),
  ts: z
    .string()
    .regex(/^\d+\.\d{6}$/)
    .optional()
    .describe('The exact time, instead of minutesAgo'),
  text: z
    .string()
    .describe('As Slack stores it: <@U…> for a mention; &, < and > of the person’s own are escaped for you'),
  files: z.array(z.string()).optional().describe('Keys of files'),
  subtype: z.string().optional().describe('As Slack names it: channel_join, bot_message, …'),
  reactions: z.array(z.strictObject({ name: z.string(), users: z.array(UserId) })).optional(),
});

const SeedMessage = SeedReply.extend({
  channel: ChannelId,
  thread: z.array(SeedReply).optional(),
  key: z.string().optional().describe('A name by which a test finds the message'),
});

export const Seed = z
  .strictObject({
    team: z.strictObject({ id: z.string(), name: z.string(), domain: z.string() }),
    bot: SeedBot.describe('The app under trial'),
    bots: z.array(SeedBot).optional().describe('Other bots, which act.postAsBot lets speak'),
    userGroups: z.array(SeedUserGroup).optional(),
    people: z.array(SeedPerson).min(1),
    channels: z.array(SeedChannel),
    files: z.array(SeedFile),
    messages: z.array(SeedMessage),
  })
  .superRefine((seed, context) => {
    for (const fault of dangling(seed)) context.addIssue({ code: 'custom', message: fault });
  });

export type Seed = z.infer<typeof Seed>;
export type SeedInput = z.input<typeof Seed>;

interface Named {
  readonly people: readonly { readonly id: string }[];
  readonly bot: { readonly userId: string };
  readonly bots?: readonly { readonly userId: string }[] | undefined;
  readonly userGroups?: readonly { readonly handle: string; readonly users: readonly string[] }[] | undefined;
  readonly channels: readonly { readonly id: string; readonly members: readonly string[] }[];
  readonly files: readonly { readonly key: string }[];
  readonly messages: readonly z.infer<typeof SeedMessage>[];
}

/** Every name that is used and not defined; one sentence each. */
function dangling(seed: Named): string[] {
  const bots = [seed.bot, ...(seed.bots ?? [])].map(({ userId }) => userId);
  const users = new Set([...seed.people.map(({ id }) => id), ...bots]);
  const channels = new Set(seed.channels.map(({ id }) => id));
  const files = new Set(seed.files.map(({ key }) => key));
  const faults: string[] = [];
  for (const channel of seed.channels)
    for (const member of channel.members)
      if (!users.has(member)) faults.push(`channel ${channel.id}: no person ${member}`);
  for (const { handle, users: inside } of seed.userGroups ?? [])
    for (const user of inside) if (!users.has(user)) faults.push(`user group ${handle}: no person ${user}`);
  for (const message of seed.messages) {
    if (!channels.has(message.channel))
      faults.push(`message of ${message.user}: no channel ${message.channel}`);
    for (const said of [message, ...(message.thread ?? [])]) {
      if (!users.has(said.user)) faults.push(`message in ${message.channel}: no person ${said.user}`);
      for (const key of said.files ?? [])
        if (!files.has(key)) faults.push(`message in ${message.channel}: no file ${key}`);
    }
  }
  return faults;
}
