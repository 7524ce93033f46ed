// The one place where a connection to the outside is opened: names are resolved here, and what they stand for is judged.
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { buildConnector } from 'undici';
import { AppError } from '../base/errors.ts';
import { kindOfAddress } from './egress-address.ts';

/** The addresses of a name. Given in tests; else the machine's own resolver. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

interface ConnectDeps {
  readonly resolve?: Resolve;
  /** True for `host:port` that whoever runs Longhand has named as fine to reach, wherever it leads. */
  readonly isTrusted: (host: string, port: string) => boolean;
  readonly connectMs: number;
  /** What opens the socket in the end. Given in tests, to stand for a network that does not do what it was told. */
  readonly build?: typeof buildConnector;
}

/**
 * Contract: a request is never written to a socket whose other end is internal, whatever the address was
 * called, unless that very host and port is trusted.
 */
export function createConnect({
  resolve = resolveWithSystem,
  isTrusted,
  connectMs,
  build = buildConnector,
}: ConnectDeps): buildConnector.connector {
  const connectTrusted = build({ timeout: connectMs });
  const connectChecked = build({ timeout: connectMs, lookup: lookupChecked(resolve) });

  return (options, callback) => {
    const host = options.hostname;
    if (isTrusted(host, portOf(options))) return connectTrusted(options, callback);
    // A literal address is connected to as it is; no look-up is made that could refuse it.
    if (isIP(host) !== 0 && kindOfAddress(host) !== 'public') return callback(refusal(host), null);

    connectChecked(options, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      const reached = socket.remoteAddress;
      if (reached !== undefined && kindOfAddress(reached) === 'public') return callback(null, socket);
      socket.destroy();
      callback(refusal(host), null);
    });
  };
}

function lookupChecked(resolve: Resolve): LookupFunction {
  const lookUp = callbackify((hostname: string) => usableAddressesOf(hostname, resolve));
  return (hostname, options, callback) =>
    lookUp(hostname, (error: Error | null, usable) => {
      if (error !== null) return callback(error, '', 4);
      const [first] = usable;
      if (options.all === true) callback(null, [...usable]);
      else callback(null, first.address, first.family);
    });
}

interface FoundAddress {
  readonly address: string;
  readonly family: number;
}

async function usableAddressesOf(
  hostname: string,
  resolve: Resolve,
): Promise<readonly [FoundAddress, ...FoundAddress[]]> {
  const kinds = (await resolve(hostname)).map((address) => ({ address, kind: kindOfAddress(address) }));
  // One internal answer among public ones is how a name is made to slip through: nothing of it is used.
  if (kinds.some(({ kind }) => kind === 'internal')) throw refusal(hostname);
  const [first, ...others] = kinds
    .filter(({ kind }) => kind === 'public')
    .map(({ address }) => ({ address, family: isIP(address) }));
  if (first === undefined) throw new Error(`${hostname} has no address that can be reached`);
  return [first, ...others];
}

async function resolveWithSystem(hostname: string): Promise<readonly string[]> {
  const answers = await lookup(hostname, { all: true });
  return answers.map(({ address }) => address);
}

function portOf({ port, protocol }: buildConnector.Options): string {
  return port === '' ? defaultPortOf(protocol) : port;
}

export function defaultPortOf(protocol: string): string {
  return protocol === 'https:' ? '443' : '80';
}

export function refusal(host: string): AppError {
  return new AppError({
    code: 'egress/refused',
    message: `${host} is or leads to an internal address; only public addresses are fetched.`,
    hint: 'Give a public address, or have the content shared in the channel.',
  });
}
