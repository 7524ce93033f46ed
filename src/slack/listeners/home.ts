// Somebody opens Longhand's own tab: it shows what is theirs.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Home } from '../home.ts';

const Opened = z.object({ user: z.string(), tab: z.string() });

export function listenForHome(app: App, { home }: { home: Home }): void {
  app.event('app_home_opened', async ({ event }) => {
    const opened = Opened.safeParse(event);
    if (opened.success && opened.data.tab === 'home') await home.show(opened.data.user);
  });
}
