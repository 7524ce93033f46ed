// The newcomer's story on the page, as `npm start` shows it: embedded workspace, practice model, a real browser.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { silentLog } from '../../src/base/log.ts';
import { readConfig } from '../../src/config.ts';
import { startLonghand } from '../../src/main.ts';
import { chromiumPath, launchBrowser, NO_BROWSER } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { hurriedClock } from '../support/hurried-clock.ts';

const story = chromiumPath === undefined ? test.skip : test;
const note = chromiumPath === undefined ? ` (${NO_BROWSER})` : '';

async function openPage(): Promise<Page> {
  const database = await testDatabase();
  const longhand = await startLonghand({
    config: readConfig({
      DATABASE_URL: database.url,
      LONGHAND_PORT: '0',
      LONGHAND_DATA: await mkdtemp(join(tmpdir(), 'longhand-page-')),
      LOG_LEVEL: 'silent',
      LOOK_SECONDS: '900',
    }),
    clock: hurriedClock({ speed: 4, start: new Date() }),
    log: silentLog,
  });
  const browser = await launchBrowser();
  onTestFinished(async () => {
    await browser.close();
    await longhand.stop();
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.setDefaultTimeout(60_000);
  await page.goto(longhand.page ?? '');
  // On a busy machine somebody may ask sooner than the past is read.
  const readBack = `select from channel where name in ('finance', 'procurement') and backfilled_at is not null`;
  while ((await database.rows(z.unknown(), readBack, [])).length < 2) await page.waitForTimeout(50);
  return page;
}

async function say(page: Page, channel: string, text: string): Promise<void> {
  await page.getByTestId(`channel-${channel}`).click();
  await page.getByTestId('composer').fill(text);
  await page.keyboard.press('Escape'); // Closes the list of names, if it is open.
  await page.getByTestId('composer-send').click();
}

/** The thread of what was just said, once Longhand is at it. */
async function openThread(page: Page, text: string): Promise<void> {
  const message = page.getByRole('log').getByRole('article').filter({ hasText: text }).last();
  await message.locator('[data-testid^="open-thread-"]').click();
  await page.getByTestId('thread-pane').waitFor();
}

story(
  `an unclear goal: a question, a click on an option, a plan that ticks, a result with its source${note}`,
  { timeout: 120_000 },
  async () => {
    const page = await openPage();
    await say(page, 'finance', '@Longhand compute the sum per category');
    await page.getByTestId('reaction-eyes').last().waitFor();
    await openThread(page, 'compute the sum per category');
    const thread = page.getByTestId('thread-pane');
    await thread.getByText('Which file do you mean?').waitFor();
    await thread.getByRole('button', { name: 'expenses.csv' }).click();

    await thread.locator('[data-testid="plan-task"][data-status="complete"]').last().waitFor();
    const ticked = await thread
      .locator('[data-testid="plan-task"]')
      .evaluateAll((tasks) => tasks.map((task) => task.getAttribute('data-status')));
    await thread.getByText('3400.7').first().waitFor();
    expect(ticked.length).toBeGreaterThan(0);
    expect(await thread.getByRole('link', { name: /expenses\.csv/ }).count()).toBeGreaterThan(0);
    await page.getByTestId('reaction-white_check_mark').last().waitFor();
  },
);

story(
  `the goal of the README: three offers compared, one recommended, nothing asked${note}`,
  { timeout: 120_000 },
  async () => {
    const page = await openPage();
    await say(
      page,
      'procurement',
      '@Longhand compare the three vendor offers in this channel and recommend one',
    );
    await openThread(page, 'recommend one');
    const thread = page.getByTestId('thread-pane');
    await thread.getByText('I recommend Lindenhof CRM').waitFor({ timeout: 60_000 });
    await thread.getByText('€10,128').first().waitFor();
    expect(await thread.getByRole('link', { name: /said here|Sofia|Maya|pdf/i }).count()).toBeGreaterThan(0);

    // What the model would read of this channel now, and how much of what it was sent stands.
    await page.getByTestId('tools').click();
    await page.getByTestId('dock-panel-window').click();
    const panel = page.getByTestId('panel-window');
    await panel.getByRole('button', { name: /^Messages/ }).click();
    expect(await panel.innerText()).toMatch(/\d+ % of the last request’s prefix stands/u);
    expect(await panel.innerText()).toContain('rules and decisions of the channel');
  },
);
