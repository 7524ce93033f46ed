// What the app may do and hear: the scopes and events of its manifest.
import { parse } from 'yaml';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import { Refusal } from './refusal.ts';

const Manifest = z.object({
  features: z.object({ agent_view: z.unknown().optional() }).optional(),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z
    .object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }).optional() })
    .optional(),
});

export interface Grants {
  readonly scopes: readonly string[];
  hasEvent(name: string): boolean;
  readonly isAgent: boolean;
  /** Throws `missing_scope` unless one of these was granted. */
  need(anyOf: readonly string[]): void;
}

const EVERY_SCOPE = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'chat:write.customize',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'mpim:history',
  'mpim:read',
  'mpim:write',
  'reactions:read',
  'reactions:write',
  'team:read',
  'usergroups:read',
  'users:read',
  'users:read.email',
];

/** Grants of a manifest.yml; without one everything is granted. */
export function toGrants(manifest: string | undefined): Grants {
  if (manifest === undefined)
    return createGrants({ scopes: EVERY_SCOPE, hasEvent: () => true, isAgent: true });
  const parsed = Manifest.safeParse(parse(manifest));
  if (!parsed.success)
    throw new AppError({
      code: 'workspace/manifest-unread',
      message: `The app manifest does not say which scopes it grants: ${z.prettifyError(parsed.error)}`,
      hint: 'Give oauth_config.scopes.bot and settings.event_subscriptions.bot_events in manifest.yml.',
    });
  const events = new Set(parsed.data.settings?.event_subscriptions?.bot_events ?? []);
  return createGrants({
    scopes: parsed.data.oauth_config.scopes.bot,
    hasEvent: (name) => events.has(name),
    isAgent: parsed.data.features?.agent_view !== undefined,
  });
}

function createGrants(granted: Omit<Grants, 'need'>): Grants {
  return {
    ...granted,
    need(anyOf) {
      if (anyOf.length === 0 || anyOf.some((scope) => granted.scopes.includes(scope))) return;
      throw new Refusal('missing_scope', { needed: anyOf.join(','), provided: granted.scopes.join(',') });
    },
  };
}
