// What goes between us and a sandbox on another machine: one request a run, a line of JSON for each thing that happens.
import { z } from 'zod';
import { CODE_LANGUAGES, type SandboxFile } from './sandbox.ts';

const SentFile = z.object({ name: z.string().min(1).max(1_000), base64: z.string() });

export const RunRequest = z.object({
  language: z.enum(CODE_LANGUAGES),
  code: z.string(),
  ms: z.number().int().min(1).max(600_000),
  files: z.array(SentFile).default([]),
});

/** The last line is the ending; the lines before it name the run and ask for tools. */
export const RunLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begun'), run: z.string().min(1).max(100) }),
  z.object({ kind: z.literal('call'), call: z.number().int(), tool: z.string(), input: z.unknown() }),
  z.object({
    kind: z.literal('ran'),
    exitCode: z.number().int(),
    stdout: z.string(),
    stderr: z.string(),
    files: z.array(SentFile),
    notTaken: z.array(z.string()),
  }),
  z.object({
    kind: z.enum(['stopped', 'too-slow', 'too-much-memory', 'too-much-output', 'too-many-processes']),
  }),
  z.object({ kind: z.literal('crashed'), reason: z.string() }),
]);
export type RunLine = z.infer<typeof RunLine>;

export const CallAnswer = z.object({ call: z.number().int(), text: z.string() });

/** For each language, what is there, in a phrase for the model. */
export const About = z.object({ python: z.string(), javascript: z.string(), bash: z.string() });

export function toSent({ name, bytes }: SandboxFile): z.infer<typeof SentFile> {
  return { name, base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') };
}

export function fromSent({ name, base64 }: z.infer<typeof SentFile>): SandboxFile {
  return { name, bytes: new Uint8Array(Buffer.from(base64, 'base64')) };
}
