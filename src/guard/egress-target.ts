// Which addresses may be asked at all, before anything is looked up or connected to.
import { AppError } from '../base/errors.ts';
import { kindOfAddress } from './egress-address.ts';
import { defaultPortOf, refusal } from './egress-connect.ts';

const MAX_URL_CHARS = 4_000;

export interface TargetRules {
  readonly ports: readonly string[];
  /** True for `host:port` that whoever runs Longhand has named as fine to reach, wherever it leads. */
  isTrusted(host: string, port: string): boolean;
}

/** The address to ask; what must not be asked throws. */
export function toTarget(text: string, { ports, isTrusted }: TargetRules, base?: URL): URL {
  const url = text.length <= MAX_URL_CHARS ? URL.parse(text, base?.href) : null;
  if (url === null) throw refused(`"${text.slice(0, 100)}" is not a web address.`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refused(`Only http and https are fetched, not ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '')
    throw refused('Addresses with a name or password in them are not fetched.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? defaultPortOf(url.protocol) : url.port;
  if (isTrusted(host, port)) return url;
  if (!ports.includes(port)) throw refused(`Port ${port} is not fetched from, only ${ports.join(' and ')}.`);
  if (isLiteralAddress(host) && kindOfAddress(host) !== 'public') throw refusal(host);
  return url;
}

function isLiteralAddress(host: string): boolean {
  return host.includes(':') || /^[\d.]+$/.test(host);
}

function refused(message: string): AppError {
  return new AppError({ code: 'egress/refused', message, hint: 'Give the address of a public page.' });
}
