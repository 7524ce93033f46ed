// What the servers that speak Chat Completions take and need beyond what all of them do; docs/models.md is its table.

export const PROFILE_NAMES = ['openai', 'kimi', 'deepseek', 'qwen', 'vllm', 'ollama', 'other'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

export interface Profile {
  readonly name: ProfileName;
  /** Others refuse the field, or take it and do nothing with it. */
  readonly takesCacheKey: boolean;
  /** DeepSeek refuses a conversation whose tool calls come back without it; an empty text will do. */
  readonly wantsReasoningBack: boolean;
  /** Whether its models see pictures; sent as base64, which is the one way that all who see understand. */
  readonly sees: boolean;
}

const PLAIN = { takesCacheKey: false, wantsReasoningBack: false, sees: false };

const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  openai: { ...PLAIN, name: 'openai', takesCacheKey: true, sees: true },
  // Thinking must come back as it was said, which is done for everyone (AssistantTurn.reasoning).
  kimi: { ...PLAIN, name: 'kimi', sees: true },
  deepseek: { ...PLAIN, name: 'deepseek', wantsReasoningBack: true },
  qwen: { ...PLAIN, name: 'qwen' },
  vllm: { ...PLAIN, name: 'vllm' },
  ollama: { ...PLAIN, name: 'ollama' },
  other: { ...PLAIN, name: 'other' },
};

const HOSTS: readonly { readonly host: RegExp; readonly name: ProfileName }[] = [
  { host: /^api\.openai\.com$/u, name: 'openai' },
  { host: /^api\.moonshot\.(?:ai|cn)$/u, name: 'kimi' },
  { host: /^api\.deepseek\.com$/u, name: 'deepseek' },
  { host: /^dashscope(?:-[a-z]+)?\.aliyuncs\.com$/u, name: 'qwen' },
];
const OLLAMA_PORT = '11434';

/** By the address, unless the setting says it: a gateway or a vLLM of one's own does not show what it is. */
export function profileOf({
  baseUrl,
  name,
  sees,
}: {
  readonly baseUrl?: string | undefined;
  readonly name?: ProfileName | undefined;
  readonly sees?: boolean | undefined;
}): Profile {
  const profile = PROFILES[name ?? nameAt(baseUrl)];
  return sees === undefined ? profile : { ...profile, sees };
}

function nameAt(baseUrl: string | undefined): ProfileName {
  if (baseUrl === undefined) return 'openai';
  const { hostname, port } = new URL(baseUrl);
  if (port === OLLAMA_PORT) return 'ollama';
  return HOSTS.find(({ host }) => host.test(hostname))?.name ?? 'other';
}
