// The app's manifest: written as YAML for people, given as JSON to the Slack CLI.
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const Manifest = z.looseObject({
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
  settings: z.looseObject({ event_subscriptions: z.looseObject({ bot_events: z.array(z.string()) }) }),
});
export type Manifest = z.infer<typeof Manifest>;

/** The manifest beside package.json. */
export async function readManifest(): Promise<Manifest> {
  return toManifest(await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8'));
}

export function toManifest(yaml: string): Manifest {
  return Manifest.parse(parse(yaml));
}

/** As the Slack CLI's hook `get-manifest` wants it. */
export function toManifestJson(manifest: Manifest): string {
  return JSON.stringify(manifest, null, 2);
}
