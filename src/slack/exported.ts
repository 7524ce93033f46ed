// How the JSON of Slack's exports is understood: as what the API sends, and with what our own exports add.
import { z } from 'zod';
import type { ExportedMessage } from '../history/import/bulk-store.ts';
import type { Understanding } from '../history/import/index.ts';
import { sentAtOf } from '../history/message.ts';
import { readChannel, readPerson } from './directory.ts';
import type { Identity } from './identity.ts';
import { toMessage } from './to-said.ts';
import { toReactions } from './to-reacted.ts';

const Ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/);
const Fields = z.looseObject({
  ts: Ts,
  subtype: z.string().nullish(),
  edited: z.object({ ts: Ts }).nullish().catch(undefined),
  longhand: z
    .object({
      isOurs: z.boolean().optional(),
      versions: z
        .array(
          z.object({
            kind: z.enum(['posted', 'edited']),
            text: z.string(),
            blocks: z.unknown().optional(),
            saidAt: z.coerce.date(),
          }),
        )
        .optional(),
    })
    .optional()
    .catch(undefined),
});
const User = z.looseObject({ team_id: z.string().min(1).optional().catch(undefined) });
const Direct = z.looseObject({ user: z.string().optional(), members: z.array(z.string()).optional() });

/** `self` are the ids under which Longhand spoke there, where anybody knows them. */
export function createUnderstanding(self: { botUserId?: string; botId?: string }): Understanding {
  return {
    toPerson: (value, teamId) => readPerson(value, teamId),
    toChannel: (value, kind, teamId) => {
      const channel = readChannel(value, teamId);
      if (channel === undefined) return undefined;
      const direct = kind === 'im' ? Direct.safeParse(value).data : undefined;
      const other = direct?.user ?? direct?.members?.find((id) => id !== self.botUserId);
      return { ...channel, kind, ...(other === undefined ? {} : { name: other }) };
    },
    toTeamId: (user) => User.safeParse(user).data?.team_id,
    toMessage: (value, { teamId, channelId }) => {
      const fields = Fields.safeParse(value);
      if (!fields.success) return undefined;
      const identity: Identity = {
        teamId,
        botUserId: self.botUserId ?? '',
        botId: self.botId ?? '',
        url: '',
      };
      const message = toMessage(value, channelId, identity);
      if (message === undefined) return 'unsaid';
      const { edited, longhand } = fields.data;
      const exported: ExportedMessage = {
        message: longhand?.isOurs === true ? { ...message, author: { kind: 'longhand' } } : message,
        reactions: toReactions(value).reactions,
        ...(edited === null || edited === undefined ? {} : { editedAt: sentAtOf(edited.ts) }),
        ...(longhand?.versions === undefined ? {} : { versions: longhand.versions }),
      };
      return exported;
    },
  };
}
