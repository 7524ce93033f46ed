// Each person's own way into a server of tools: OAuth with PKCE, its answers kept sealed, its link given to them alone.
import { StreamableHTTPClientTransport, type OAuthClientProvider } from '@modelcontextprotocol/client';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { toReason } from '../../base/errors.ts';
import type { Clock } from '../../base/clock.ts';
import type { Fetch } from '../../guard/egress-fetch.ts';
import type { RegisteredClient } from './servers.ts';

type Kind = 'client' | 'tokens' | 'discovery';

interface Whose {
  readonly server: string;
  readonly personId: string;
}

interface Leaving extends Whose {
  readonly state: string;
  readonly taskId: string;
  readonly verifier: string;
}

/** What this needs of guard/, and no more. */
export interface Credentials {
  read(whose: Whose, kind: Kind): Promise<unknown>;
  write(whose: Whose, kind: Kind, value: { readonly content: unknown; readonly at: Date }): Promise<void>;
  drop(whose: Whose, kinds: readonly Kind[]): Promise<void>;
  leave(leaving: Leaving & { readonly at: Date }): Promise<void>;
  look(state: string, since: Date): Promise<Leaving | undefined>;
  comeBack(state: string, since: Date): Promise<Leaving | undefined>;
}

export interface SignInDeps {
  readonly credentials: Credentials;
  /** Where the server sends people back to. */
  readonly callbackUrl: string;
  readonly clock: Clock;
}

/** A person at a server, on whose behalf it is called. `link` is set once the server wants them to sign in. */
export interface PersonAtServer {
  readonly provider: OAuthClientProvider;
  /** What the server is asked by: two renewals at once would use up the same token, and throw the person out. */
  readonly fetch: Fetch;
  takeLink(): string | undefined;
}

interface At extends Whose {
  /** In which they are asked to sign in. */
  taskId(): string;
  /** What the server is asked by, where that is not just anything. */
  readonly fetch: Fetch | undefined;
  /** Where we were registered by hand. */
  readonly client: RegisteredClient | undefined;
  /** On the way back: what was kept when they left. */
  readonly verifier?: string;
}

const MINUTES = 15;

type Client = Awaited<ReturnType<OAuthClientProvider['clientInformation']>>;
type Tokens = Awaited<ReturnType<OAuthClientProvider['tokens']>>;
type Discovery = Awaited<ReturnType<NonNullable<OAuthClientProvider['discoveryState']>>>;
/** Sealed by us, and opened only if nobody changed it: it has the form that it was given. */
const ofForm = <Form>() => z.custom<Form>();

export function personAt(
  { taskId, verifier, fetch: base = fetch, client, ...whose }: At,
  deps: SignInDeps,
): PersonAtServer {
  const { credentials, callbackUrl, clock } = deps;
  const ours = { server: whose.server, personId: '' };
  let link: string | undefined;
  let state = '';
  let kept = verifier ?? '';
  let known = '';

  const write = (owner: Whose, kind: Kind, content: unknown): Promise<void> =>
    credentials.write(owner, kind, { content, at: clock.now() });

  const provider: OAuthClientProvider = {
    redirectUrl: callbackUrl,
    clientMetadata: {
      client_name: 'Longhand',
      redirect_uris: [callbackUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: client?.clientSecret === undefined ? 'none' : 'client_secret_post',
      ...(client?.scope === undefined ? {} : { scope: client.scope }),
    },
    state: () => (state = randomBytes(32).toString('base64url')),
    clientInformation: async () =>
      client === undefined ? ofForm<Client>().parse(await credentials.read(ours, 'client')) : toKnown(client),
    saveClientInformation: (made) => write(ours, 'client', made),
    tokens: async () => {
      const tokens = await credentials.read(whose, 'tokens');
      known = JSON.stringify(tokens);
      return ofForm<Tokens>().parse(tokens);
    },
    saveTokens: (tokens) => write(whose, 'tokens', tokens),
    discoveryState: async () => ofForm<Discovery>().parse(await credentials.read(whose, 'discovery')),
    saveDiscoveryState: (found) => write(whose, 'discovery', found),
    saveCodeVerifier: (given) => void (kept = given),
    codeVerifier: () => kept,
    redirectToAuthorization: async (url) => {
      await credentials.leave({ ...whose, state, taskId: taskId(), verifier: kept, at: clock.now() });
      for (const [name, value] of Object.entries(client?.parameters ?? {})) url.searchParams.set(name, value);
      link = url.href;
    },
    invalidateCredentials: async (scope) => {
      if (scope === 'all' || scope === 'client') await credentials.drop(ours, ['client']);
      // Another process may have renewed them meanwhile.
      const isKnown = JSON.stringify(await credentials.read(whose, 'tokens')) === known;
      if ((scope === 'all' || scope === 'tokens') && isKnown) await credentials.drop(whose, ['tokens']);
      if (scope === 'all' || scope === 'discovery') await credentials.drop(whose, ['discovery']);
    },
  };
  return {
    provider,
    fetch: renewingOnce(base),
    takeLink: () => {
      const taken = link;
      link = undefined;
      return taken;
    },
  };
}

/** As the protocol writes it. */
function toKnown({ issuer, clientId, clientSecret }: RegisteredClient): Client {
  return {
    issuer,
    client_id: clientId,
    ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
  };
}

function renewingOnce(fetch: Fetch): Fetch {
  let last: { readonly wish: string; readonly answer: Promise<Response> } | undefined;
  return async (address, init) => {
    const wish = init?.body instanceof URLSearchParams ? init.body.toString() : '';
    if (!wish.includes('grant_type=refresh_token')) return fetch(address, init);
    // The token in it is used up by it: nobody wishes for the same again.
    if (last?.wish !== wish) last = { wish, answer: fetch(address, init) };
    return (await last.answer).clone();
  };
}

export type CameBack =
  | {
      readonly kind: 'signed-in';
      readonly server: string;
      readonly personId: string;
      readonly taskId: string;
    }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'failed'; readonly server: string; readonly reason: string };

/** Of a server, by the name that people know. */
interface Returning {
  readonly server: string;
  readonly personId: string;
  readonly taskId: string;
}

export interface ReturningPeople {
  /** Who comes back with this state, before they have said that it is them. */
  look(state: string): Promise<Returning | undefined>;
  take(params: URLSearchParams): Promise<CameBack>;
}

interface ReturningDeps extends SignInDeps {
  find(server: string): Promise<(Pick<At, 'fetch' | 'client'> & { name: string; url: string }) | undefined>;
  /** What was opened without credentials is opened anew. */
  onSignedIn(whose: Whose): Promise<void>;
}

export function createReturningPeople(deps: ReturningDeps): ReturningPeople {
  const since = (): Date => new Date(deps.clock.now().getTime() - MINUTES * 60_000);
  return {
    look: async (state) => {
      const left = await deps.credentials.look(state, since());
      const found = left === undefined ? undefined : await deps.find(left.server);
      return left === undefined || found === undefined
        ? undefined
        : { server: found.name, personId: left.personId, taskId: left.taskId };
    },
    take: async (params) => {
      const left = await deps.credentials.comeBack(params.get('state') ?? '', since());
      const found = left === undefined ? undefined : await deps.find(left.server);
      if (left === undefined || found === undefined) return { kind: 'unknown' };
      const { personId, taskId } = left;
      const server = found.name;
      const refused = params.get('error');
      if (refused !== null) return { kind: 'failed', server, reason: refused.slice(0, 100) };
      try {
        const at = { ...left, taskId: () => taskId, fetch: found.fetch, client: found.client };
        const { provider, fetch } = personAt(at, deps);
        const way = new StreamableHTTPClientTransport(new URL(found.url), { authProvider: provider, fetch });
        await way.finishAuth(params);
        await deps.onSignedIn({ server: left.server, personId });
        return { kind: 'signed-in', server, personId, taskId };
      } catch (error) {
        return { kind: 'failed', server, reason: toReason(error) };
      }
    },
  };
}
