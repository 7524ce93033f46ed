// Which sandbox runs what on this machine.
import { systemClock } from '../../base/clock.ts';
import { createBubblewrapSandbox } from './bubblewrap.ts';
import { createEmbeddedSandbox } from './embedded.ts';
import { createRemoteSandbox } from './remote.ts';
import type { CodeLanguage, Sandbox } from './sandbox.ts';
import { findSystemPython } from './system-python.ts';

export type Sandboxes = Readonly<Record<CodeLanguage, Sandbox>>;

interface SandboxChoice {
  readonly allowed: 'auto' | 'embedded' | 'off';
  /** Another machine that runs everything instead. */
  readonly remote?: { readonly url: string; readonly token: string | undefined } | undefined;
}

/** The Python that people use here, then the system's: in a home folder it may be where no other user gets to. */
const PYTHONS = ['python3', '/usr/bin/python3'];

/** Undefined where Python or bubblewrap is missing, or namespaces may not be made. */
export async function findBubblewrap(): Promise<Sandbox | undefined> {
  for (const command of PYTHONS) {
    const python = await findSystemPython(command);
    const sandbox =
      python === undefined ? undefined : await createBubblewrapSandbox({ clock: systemClock, python });
    if (sandbox !== undefined) return sandbox;
  }
  return undefined;
}

/** The embedded one runs everything; Python runs on the system's, in bubblewrap, where both are there and allowed. */
export async function findSandboxes({ allowed, remote }: SandboxChoice): Promise<Sandboxes | undefined> {
  // Time can be moved in the local workspace; a loop in a sandbox takes its time on this machine.
  const clock = systemClock;
  if (allowed === 'off') return undefined;
  if (remote !== undefined) return createRemoteSandbox({ ...remote, clock });
  const embedded = createEmbeddedSandbox({ clock });
  const full = allowed === 'auto' ? await findBubblewrap() : undefined;
  return {
    python: full ?? embedded.python,
    javascript: embedded.javascript,
    bash: embedded.bash,
  };
}
