// Where a link may lead: nowhere but the web and mail, whoever wrote it.

export function safeUrl(address: string): string | undefined {
  return /^(https?:\/\/|mailto:)[^\s]+$/i.test(address) ? address : undefined;
}

export interface MessageAddress {
  readonly channel: string;
  readonly ts: string;
  readonly thread?: string;
}

/** Slack's permalinks (`/archives/C1/p1700000000000100?thread_ts=…`) open in this page instead of a new one. */
export function toMessageAddress(address: string): MessageAddress | undefined {
  const found = /\/archives\/([CGD][A-Z0-9]+)\/p(\d{10})(\d{6})(?:\?(.*))?$/.exec(address);
  if (found === null) return undefined;
  const [, channel = '', seconds = '', micros = '', query = ''] = found;
  const thread = new URLSearchParams(query.replaceAll('&amp;', '&')).get('thread_ts');
  return { channel, ts: `${seconds}.${micros}`, ...(thread === null ? {} : { thread }) };
}

/** Private file links need a token, which a browser has not: the page asks for the bytes its own way. */
export function toFileId(address: string): string | undefined {
  return /\/files(?:-pri|-tmb)?\/(?:[A-Z0-9]+[-/])*(F[A-Z0-9]{2,})(?:\/|$)/.exec(address)?.[1];
}
