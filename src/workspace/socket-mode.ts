// Socket Mode: the app's open connections, envelopes out over one of them, acknowledgements back.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import { parseJson } from './http.ts';
import type { Inspector } from './inspector.ts';
import type { Json } from './model.ts';

export type DisconnectReason = 'refresh_requested' | 'warning' | 'link_disabled' | 'too_many_websockets';
export type SocketHub = ReturnType<typeof createSocketHub>;

interface Connection {
  readonly socket: WebSocket;
  isDeaf: boolean;
}

const MOST_SOCKETS = 10;
const TICKET_MS = 30_000;
const CLOSE_AFTER_DISCONNECT_MS = 10_000;
const Ack = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

interface SocketHubDeps {
  readonly clock: Clock;
  readonly appId: string;
  readonly inspector: Inspector;
}

export function createSocketHub({ clock, appId, inspector }: SocketHubDeps) {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Map<string, number>();
  const acks = new Map<string, (payload: unknown) => void>();
  const connectWaiters = new Set<() => void>();
  const ending = new AbortController();
  let connections: Connection[] = [];
  let turn = 0;

  function welcome(socket: WebSocket): void {
    const connection: Connection = { socket, isDeaf: false };
    socket.on('message', (data) => receiveAck(toText(data)));
    socket.on('close', () => {
      connections = connections.filter((other) => other !== connection);
      show('closed', { open: connections.length });
    });
    socket.on('error', () => socket.terminate());
    if (connections.length >= MOST_SOCKETS) return disconnect(connection, 'too_many_websockets');
    connections.push(connection);
    socket.send(JSON.stringify(toHello(appId, connections.length)));
    show('hello', { num_connections: connections.length });
    for (const wake of connectWaiters) wake();
    connectWaiters.clear();
  }

  function show(title: string, sent: Json): void {
    inspector.show({ direction: 'to-app', kind: 'socket', title, status: 'ok', transport: 'socket', sent });
  }

  function receiveAck(text: string): void {
    const parsed = Ack.safeParse(parseJson(text));
    if (!parsed.success) return; // Slack ignores what it cannot read, too.
    acks.get(parsed.data.envelope_id)?.(parsed.data.payload);
    acks.delete(parsed.data.envelope_id);
  }

  function disconnect(connection: Connection, reason: DisconnectReason): void {
    connection.socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'workspace' } }));
    show('disconnect', { reason });
    // A warning says that the end is near; until then the socket still hears.
    if (reason !== 'warning') connections = connections.filter((other) => other !== connection);
    void clock.sleep(CLOSE_AFTER_DISCONNECT_MS, ending.signal).then(() => connection.socket.terminate());
  }

  return {
    /** Where the app may connect to, once and soon. */
    openUrl(origin: string): string {
      const ticket = newId();
      tickets.set(ticket, clock.now().getTime() + TICKET_MS);
      return `${origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${appId}`;
    },

    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      const url = new URL(request.url ?? '/', 'http://workspace');
      const ticket = url.searchParams.get('ticket') ?? '';
      const until = tickets.get(ticket);
      tickets.delete(ticket);
      if (url.pathname !== '/link/' || until === undefined || until < clock.now().getTime()) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },

    /** Sends over the next connection in turn; false when there is none. `acked` is called at most once. */
    send(envelope: Json & { envelope_id: string }, acked: (payload: unknown) => void): boolean {
      const connection = connections[turn++ % Math.max(connections.length, 1)];
      if (connection === undefined) return false;
      acks.set(envelope.envelope_id, acked);
      if (!connection.isDeaf) connection.socket.send(JSON.stringify(envelope));
      return true;
    },
    forget: (envelopeId: string): void => void acks.delete(envelopeId),

    /** Resolves when one is open, or when the signal aborts. */
    connected(signal: AbortSignal): Promise<void> {
      if (connections.length > 0 || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        connectWaiters.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    },
    count: (): number => connections.length,

    disconnect: (reason: DisconnectReason): void => {
      for (const connection of connections) disconnect(connection, reason);
    },
    /** Without a close frame, as when a network goes away. */
    cut: (): void => {
      for (const { socket } of connections) socket.terminate();
    },
    /** What is connected now stays connected and hears nothing more. */
    deafen: (): void => {
      for (const connection of connections) connection.isDeaf = true;
    },

    close(): void {
      ending.abort();
      for (const client of server.clients) client.close(1001);
      server.close();
    },
  };
}

function toHello(appId: string, connections: number): Json {
  return {
    type: 'hello',
    num_connections: connections,
    debug_info: { host: 'workspace', build_number: 1, approximate_connection_time: 18_060 },
    connection_info: { app_id: appId },
  };
}

function toText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(new Uint8Array(data)).toString('utf8');
}
