// Which sandbox runs what on this machine.
import type { Clock } from '../../base/clock.ts';
import { createBubblewrapSandbox } from './bubblewrap.ts';
import { createEmbeddedSandbox } from './embedded.ts';
import type { CodeLanguage, Sandbox } from './sandbox.ts';
import { findSystemPython } from './system-python.ts';

export type Sandboxes = Readonly<Record<CodeLanguage, Sandbox>>;

interface FindDeps {
  readonly clock: Clock;
  readonly allowed: 'auto' | 'embedded' | 'off';
}

/** The embedded one runs everything; Python runs on the system's, in bubblewrap, where both are there and allowed. */
export async function findSandboxes({ clock, allowed }: FindDeps): Promise<Sandboxes | undefined> {
  if (allowed === 'off') return undefined;
  const embedded = createEmbeddedSandbox({ clock });
  const python = allowed === 'auto' ? await findSystemPython() : undefined;
  const full = python === undefined ? undefined : await createBubblewrapSandbox({ clock, python });
  return {
    python: full ?? embedded.python,
    javascript: embedded.javascript,
    bash: embedded.bash,
  };
}
