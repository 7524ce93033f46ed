// What the embedded sandbox and its parent say to each other; both read it as from a stranger.
import { z } from 'zod';
import { CODE_LANGUAGES, SandboxFileSchema } from './sandbox.ts';

export const ToChild = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('run'),
    language: z.enum(CODE_LANGUAGES),
    code: z.string(),
    files: z.array(SandboxFileSchema),
    ms: z.number(),
  }),
  z.object({ kind: z.literal('answer'), call: z.number(), text: z.string() }),
]);
export type ToChild = z.infer<typeof ToChild>;

export const FromChild = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('call'), call: z.number(), tool: z.string(), input: z.unknown() }),
  z.object({
    kind: z.literal('ran'),
    exitCode: z.number(),
    stdout: z.string(),
    stderr: z.string(),
    files: z.array(SandboxFileSchema),
    notTaken: z.array(z.string()),
  }),
]);
export type FromChild = z.infer<typeof FromChild>;
