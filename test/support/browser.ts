// A real headless Chromium, where the machine has one.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export const chromiumPath = PLACES.find((place) => existsSync(place));

/** What a skipped test says. */
export const NO_BROWSER =
  'skipped: no Chromium or Chrome on this machine (Debian: apt-get install chromium; elsewhere install Chrome)';

export function launchBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error(NO_BROWSER);
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
