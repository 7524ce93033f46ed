// What this machine has for running Python in earnest: bubblewrap, and a Python with the packages people work with.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';

export interface SystemPython {
  readonly bubblewrap: string;
  readonly executable: string;
  readonly version: string;
  /** Where it and its packages are, outside of /usr. */
  readonly folders: readonly string[];
  /** Those of the well-known packages that are there. */
  readonly packages: readonly string[];
}

const Found = z.object({
  bubblewrap: z.string().nullable(),
  executable: z.string(),
  version: z.string(),
  prefixes: z.array(z.string()),
  packages: z.array(z.string()),
});

const LOOK = `
import importlib.util, json, shutil, sys
names = ["numpy", "pandas", "scipy", "matplotlib", "openpyxl", "sklearn", "statsmodels", "sympy", "polars", "duckdb",
         "pyarrow", "networkx", "seaborn", "PIL", "docx", "pypdf", "lxml", "bs4"]
print(json.dumps({
    "bubblewrap": shutil.which("bwrap"),
    "executable": sys.executable,
    "version": sys.version.split()[0],
    "prefixes": sorted({sys.prefix, sys.base_prefix}),
    "packages": [name for name in names if importlib.util.find_spec(name)],
}))`;
const LOOK_MS = 10_000;

const run = promisify(execFile);

/** Undefined when one of the two is missing: the embedded sandbox then runs everything. */
export async function findSystemPython(command: string): Promise<SystemPython | undefined> {
  try {
    const { stdout } = await run(command, ['-c', LOOK], { timeout: LOOK_MS });
    const { bubblewrap, executable, version, prefixes, packages } = Found.parse(JSON.parse(stdout));
    if (bubblewrap === null) return undefined;
    const folders = prefixes.filter((folder) => folder !== '/usr' && !folder.startsWith('/usr/'));
    return { bubblewrap, executable, version, folders, packages };
  } catch {
    return undefined; // No Python, or none that works: not having one is no fault.
  }
}
