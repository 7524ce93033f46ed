// What the app may do and hear: the scopes and events of its manifest.
import { parse } from 'yaml';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import { Refusal } from './refusal.ts';

const Command = z.object({
  command: z.string(),
  description: z.string().default(''),
  usage_hint: z.string().default(''),
  should_escape: z.boolean().default(false),
});
const Shortcut = z.object({
  type: z.enum(['global', 'message']),
  name: z.string(),
  description: z.string().default(''),
  callback_id: z.string(),
});
const Parameter = z.object({ type: z.string(), is_required: z.boolean().default(false) });
const Step = z.object({
  title: z.string(),
  description: z.string().default(''),
  input_parameters: z.record(z.string(), Parameter).default({}),
  output_parameters: z.record(z.string(), Parameter).default({}),
});

const Manifest = z.object({
  features: z
    .object({
      agent_view: z.unknown().optional(),
      app_home: z.object({ home_tab_enabled: z.boolean().default(false) }).optional(),
      slash_commands: z.array(Command).optional(),
      shortcuts: z.array(Shortcut).optional(),
    })
    .optional(),
  functions: z.record(z.string(), Step).optional(),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z
    .object({
      event_subscriptions: z
        .object({ bot_events: z.array(z.string()).optional(), request_url: z.string().optional() })
        .optional(),
      socket_mode_enabled: z.boolean().optional(),
    })
    .optional(),
});

export interface Grants {
  readonly scopes: readonly string[];
  hasEvent(name: string): boolean;
  readonly isAgent: boolean;
  /** What people are offered; undefined without a manifest: then they may try whatever they like. */
  readonly offer: Offer | undefined;
  /** Where events go, for an app that is not in Socket Mode. */
  readonly requestUrl: string | undefined;
  /** Throws `missing_scope` unless one of these was granted. */
  need(anyOf: readonly string[]): void;
}

export interface Offer {
  readonly hasHome: boolean;
  readonly commands: readonly z.infer<typeof Command>[];
  readonly shortcuts: readonly z.infer<typeof Shortcut>[];
  readonly steps: Readonly<Record<string, z.infer<typeof Step>>>;
}

const EVERY_SCOPE = [
  'app_mentions:read',
  'assistant:write',
  'canvases:write',
  'channels:history',
  'channels:manage',
  'channels:join',
  'channels:read',
  'chat:write',
  'chat:write.customize',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'groups:write',
  'im:history',
  'im:read',
  'im:write',
  'mpim:history',
  'mpim:read',
  'mpim:write',
  'pins:read',
  'pins:write',
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
    return createGrants({
      scopes: EVERY_SCOPE,
      hasEvent: () => true,
      isAgent: true,
      offer: undefined,
      requestUrl: undefined,
    });
  const parsed = Manifest.safeParse(parse(manifest));
  if (!parsed.success)
    throw new AppError({
      code: 'workspace/manifest-unread',
      message: `The app manifest does not say which scopes it grants: ${z.prettifyError(parsed.error)}`,
      hint: 'Give oauth_config.scopes.bot and settings.event_subscriptions.bot_events in manifest.yml.',
    });
  const { features, settings, functions, oauth_config: oauth } = parsed.data;
  const subscriptions = settings?.event_subscriptions;
  const events = new Set(subscriptions?.bot_events ?? []);
  return createGrants({
    scopes: oauth.scopes.bot,
    hasEvent: (name) => events.has(name),
    isAgent: features?.agent_view !== undefined,
    offer: {
      hasHome: features?.app_home?.home_tab_enabled === true,
      commands: features?.slash_commands ?? [],
      shortcuts: features?.shortcuts ?? [],
      steps: functions ?? {},
    },
    requestUrl: settings?.socket_mode_enabled === true ? undefined : subscriptions?.request_url,
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
