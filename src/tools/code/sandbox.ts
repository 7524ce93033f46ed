// What a sandbox is: code and files in, words and files out, and every way in which it can end.
import { z } from 'zod';

export const CODE_LANGUAGES = ['python', 'javascript', 'bash'] as const;
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

export const SandboxFileSchema = z.object({
  /** Relative to the folder that the code starts in: `data.csv`, `out/plot.png`. */
  name: z.string(),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
export type SandboxFile = Readonly<z.infer<typeof SandboxFileSchema>>;

export interface SandboxRun {
  readonly language: CodeLanguage;
  readonly code: string;
  readonly files: readonly SandboxFile[];
  readonly ms: number;
  readonly signal: AbortSignal;
  /** What `tools.name(input)` in the code comes to; asked one at a time. */
  callTool(name: string, input: unknown): Promise<string>;
}

interface RanCode {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** New ones and changed ones. */
  readonly files: readonly SandboxFile[];
  /** What was there and is not handed out: too large, too many, or nothing that is a file. */
  readonly notTaken: readonly string[];
}

export type SandboxEnding =
  | ({ readonly kind: 'ran' } & RanCode)
  | { readonly kind: 'stopped' }
  | { readonly kind: 'too-slow' }
  | { readonly kind: 'too-much-memory' }
  | { readonly kind: 'too-much-output' }
  | { readonly kind: 'too-many-processes' }
  | { readonly kind: 'crashed'; readonly reason: string };

/**
 * Somewhere to run what a model wrote; another machine can be one too.
 *
 * Contract: the code reaches no network, no file but those given, no environment and no process of ours; and when `run`
 * resolves nothing of it runs any more.
 */
export interface Sandbox {
  /** For the model: what is there, in a phrase. */
  readonly about: string;
  run(run: SandboxRun): Promise<SandboxEnding>;
}

/** What one run may take. */
export const SANDBOX_LIMITS = {
  memoryBytes: 1_000_000_000,
  processes: 64,
  outputBytes: 2_000_000,
  filesOut: 100,
  fileOutBytes: 25_000_000,
  allOutBytes: 60_000_000,
  toolCalls: 200,
} as const;
