// What the panel of the page can make go wrong.
import { z } from 'zod';
import { parseJson } from './http.ts';
import type { PageParts, Route } from './page-route.ts';
import type { Fault } from './page-wire.ts';

const method = z.string().min(1);
const ms = z.number().int();

const FaultAsked = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lose-reply'), method }),
  z.object({
    kind: z.literal('fail'),
    method,
    status: z.number().int().min(200).max(599).optional(),
    error: z.string().optional(),
    times: z.number().int().min(1).max(1000).optional(),
  }),
  z.object({ kind: z.literal('rate-limit'), method, seconds: z.number().min(0).max(86_400) }),
  z.object({ kind: z.literal('delay'), method, ms: ms.min(0) }),
  z.object({
    kind: z.literal('disconnect'),
    reason: z.enum(['refresh_requested', 'warning', 'link_disabled', 'too_many_websockets']),
  }),
  z.object({ kind: z.literal('cut-sockets') }),
  z.object({ kind: z.literal('deaf-sockets') }),
  z.object({ kind: z.literal('deliver-twice') }),
  z.object({ kind: z.literal('deliver-late'), ms: ms.min(0) }),
  z.object({ kind: z.literal('deliver-reversed'), events: z.number().int().min(1).max(100) }),
  z.object({ kind: z.literal('move-clock'), ms }),
  z.object({ kind: z.literal('limits'), on: z.boolean() }),
  z.object({ kind: z.literal('revoke-tokens') }),
  z.object({ kind: z.literal('uninstall') }),
  z.object({ kind: z.literal('clear') }),
]);

export function faultRoutes({ faults }: PageParts): Readonly<Record<string, Route>> {
  return {
    'POST fault'({ body }) {
      faults.ask(withoutBlanks(FaultAsked.parse(parseJson(body.toString('utf8')))));
      return { faults: faults.describe() };
    },
  };
}

/** A field left out and a field that holds nothing are the same to a sender and not to a type. */
function withoutBlanks(fault: z.infer<typeof FaultAsked>): Fault {
  if (fault.kind !== 'fail') return fault;
  const { status, error, times, ...named } = fault;
  return {
    ...named,
    ...(status === undefined ? {} : { status }),
    ...(error === undefined ? {} : { error }),
    ...(times === undefined ? {} : { times }),
  };
}
