// The page in a real browser, with a real Bolt app behind it, used as people use it.
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { Seed } from '../../src/workspace/seed-schema.ts';
import { demoSeed } from '../../src/workspace/seed/seed.ts';
import { createWorkspace, type Workspace } from '../../src/workspace/server.ts';
import { chromiumPath, launchBrowser, NO_BROWSER } from '../support/browser.ts';
import { startBolt } from '../workspace/support.ts';
import { travelApp, TRAVEL_MANIFEST } from '../workspace/page/travel-app.ts';

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 90_000 });

const seen = chromiumPath === undefined ? test.skip : test;
const note = chromiumPath === undefined ? ` (${NO_BROWSER})` : '';
const seed = Seed.parse(demoSeed(Date.now()));
const idOf = (name: string): string => seed.people.find((person) => person.name === name)?.id ?? '';
const channelId = (name: string): string => seed.channels.find((channel) => channel.name === name)?.id ?? '';

interface Opened {
  readonly workspace: Workspace;
  readonly browser: BrowserContext;
  readonly page: Page;
}

async function open({ hasApp = true }: { hasApp?: boolean } = {}): Promise<Opened> {
  const workspace = await createWorkspace({
    clock: systemClock,
    log: silentLog,
    seed,
    manifest: TRAVEL_MANIFEST,
    hasLimits: false,
  });
  onTestFinished(() => workspace.close());
  if (hasApp) await startBolt(workspace, { init: (app) => travelApp(app, channelId('ops')) });
  const chromium = await launchBrowser();
  onTestFinished(() => chromium.close());
  const browser = await chromium.newContext({ viewport: { width: 1280, height: 860 } });
  browser.setDefaultTimeout(15_000);
  return { workspace, browser, page: await openAs({ workspace, browser }, 'maya') };
}

async function openAs({ workspace, browser }: Omit<Opened, 'page'>, name: string): Promise<Page> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => expect.fail(`The page threw: ${error.message}`));
  await page.goto(`${workspace.url}?as=${idOf(name)}#/${channelId('ops')}`);
  await page.getByTestId('composer').waitFor();
  return page;
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByTestId('composer').fill(text);
  await page.keyboard.press('Escape'); // Closes the list of names or commands, if it is open.
  await page.getByTestId('composer-send').click();
}

/** The thread of what was just said, as soon as there is one: older ones stand above it. */
async function openThread(page: Page, said: string): Promise<void> {
  const message = timeline(page).getByRole('article').filter({ hasText: said }).last();
  await message.locator('[data-testid^="open-thread-"]').click();
}

const timeline = (page: Page): Locator => page.getByRole('log', { name: 'Messages in #ops' });

seen(`two people in two windows read each other at once${note}`, async () => {
  const opened = await open({ hasApp: false });
  const maya = opened.page;
  const tom = await openAs(opened, 'tom');
  await say(maya, 'Is the ferry booked?');
  await timeline(tom).getByText('Is the ferry booked?').waitFor();
  await say(tom, 'Since this morning.');
  await timeline(maya).getByText('Since this morning.').waitFor();

  await tom.reload();
  expect(await tom.getByTestId('person-switch').textContent()).toContain('Tom');
  expect(await maya.getByTestId('person-switch').textContent()).toContain('Maya');
});

seen(`a command opens a form that says what is missing, goes, and comes back as a card${note}`, async () => {
  const { page } = await open();
  await page.getByTestId('composer').pressSequentially('/tra');
  await page.getByRole('option', { name: /\/travel/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Mars');
  await page.keyboard.press('Enter');

  const modal = page.getByTestId('modal');
  await modal.getByRole('heading', { name: 'Travel request' }).waitFor();
  const title = modal.getByRole('textbox', { name: 'Title' });
  expect(await title.inputValue()).toBe('Mars');
  await modal.getByTestId('modal-submit').click();
  await modal.getByText('Please complete this required field.').waitFor();

  await modal.getByRole('combobox', { name: 'City' }).click();
  await page.getByRole('option', { name: 'Rotterdam' }).click();
  await modal.getByRole('combobox', { name: 'Supplier' }).pressSequentially('fer');
  await page.getByRole('option', { name: 'Ferries' }).click();
  await modal.getByTestId('modal-submit').click();
  await modal.getByText('Too far for one budget.').waitFor();

  await modal.getByRole('button', { name: 'Read the policy' }).click();
  await modal.getByText('Trains before planes').waitFor();
  await modal.getByTestId('modal-close').filter({ hasText: 'Back' }).click();
  await title.fill('Visit to the port');
  await modal.getByTestId('modal-submit').click();
  await modal.waitFor({ state: 'detached' });
  await timeline(page).getByText('asks for Visit to the port in Rotterdam').waitFor();
});

seen(`a button and a select of a message reach the app${note}`, async () => {
  const { page } = await open();
  await say(page, '@Longhand a trip to the port, please');
  await openThread(page, 'a trip to the port, please');
  const thread = page.getByTestId('thread-pane');
  await thread.getByRole('combobox', { name: 'Which hotel?' }).click();
  await page.getByRole('option', { name: 'Station' }).click();
  await page.getByText('Hotel Station it is.').waitFor();
  await thread.getByRole('button', { name: 'Approve' }).click();
  await thread.getByText('Approved by').waitFor();
});

seen(`the app's home shows what it published, and its button opens a form${note}`, async () => {
  const { page } = await open();
  await page.getByTestId('channel-longhand').click();
  await page.getByTestId('tab-home').click();
  await page.getByTestId('app-home').getByRole('button', { name: 'Plan a trip' }).click();
  await page.getByTestId('modal').getByRole('heading', { name: 'Travel request' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('modal').waitFor({ state: 'detached' });
});

seen(`a shortcut on a message takes its words into a form${note}`, async () => {
  const { page } = await open();
  await say(page, 'We need somebody in Shanghai');
  const message = timeline(page).getByRole('article').filter({ hasText: 'We need somebody in Shanghai' });
  await message.hover();
  await message.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: /Make it a request/ }).click();
  const title = page.getByTestId('modal').getByRole('textbox', { name: 'Title' });
  await title.waitFor();
  expect(await title.inputValue()).toBe('We need somebody in Shanghai');
});

seen(`the inspector shows what goes by, and a fault asked for on the panel happens${note}`, async () => {
  const { page, workspace } = await open();
  await page.getByTestId('tools').click();
  const dock = page.getByTestId('dock');
  await say(page, '@Longhand one more trip');
  await dock.locator('[data-testid^="entry-app_mention"]').first().waitFor();
  await dock.getByTestId('entry-chat.postMessage').click();
  await dock.getByTestId('entry-details').getByText('"Shall I?"').first().waitFor();

  await dock.getByTestId('dock-faults').click();
  await dock.getByTestId('fault-method').fill('chat.update');
  await dock.getByTestId('fault-Fail with').click();
  await dock.getByTestId('faults-waiting').getByText('chat.update fails with internal_error').waitFor();
  await dock.getByTestId('dock-inspector').click();
  await openThread(page, 'one more trip');
  await page.getByTestId('thread-pane').getByRole('button', { name: 'Approve' }).click();
  const failed = dock.getByTestId('entry-chat.update');
  await failed.waitFor();
  expect(await failed.getAttribute('data-status')).toBe('failed');
  expect(await failed.textContent()).toContain('internal_error');

  await dock.getByTestId('dock-clock').click();
  await dock.getByRole('button', { name: '+1 hour' }).click();
  await dock.getByText('1 h ahead of the time outside').waitFor();
  expect(workspace.clock.now().getTime() - Date.now()).toBeGreaterThan(3_500_000);
  await dock.getByTestId('clock-back').click();
  await dock.getByText('The same as outside').waitFor();
});

seen(`with the keyboard alone: find a channel, write, open the thread, press a button${note}`, async () => {
  const { page } = await open();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('procur');
  await page.keyboard.press('Enter');
  await page.getByRole('main', { name: '#procurement' }).waitFor();
  await page.keyboard.type('@Longhand');
  await page.keyboard.press('Tab'); // Takes the name on offer.
  await page.keyboard.type('by keyboard');
  await page.keyboard.press('Enter');
  const said = page.getByRole('article').filter({ hasText: 'by keyboard' });
  await said.locator('[data-testid^="open-thread-"]').filter({ hasText: '1 reply' }).waitFor();

  await page.keyboard.press('Shift+F6'); // From the composer to the messages above it.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('t');
  const thread = page.getByTestId('thread-pane');
  await thread.getByRole('button', { name: 'Approve' }).waitFor();
  await page.keyboard.press('Shift+F6');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await thread.getByText('Approved by').waitFor();
});

seen(`what one says comes into view, and a thread follows its end until one scrolls up${note}`, async () => {
  const { page, workspace } = await open({ hasApp: false });
  const box = timeline(page);
  await box.evaluate((element) => element.scrollTo(0, 0));
  await say(page, 'Down here');
  await expect.poll(() => fromEnd(box)).toBeLessThan(5);

  const [channel, as] = [channelId('ops'), idOf('tom')];
  const threadTs = workspace.act.post({ as, channel, text: 'A long thread' });
  const reply = (text: string): string =>
    workspace.act.post({ as, channel, threadTs, text: `${text}\n.\n.\n.` });
  for (let count = 0; count < 12; count += 1) reply(`line ${count}`);
  await page.getByTestId(`open-thread-${threadTs}`).click();
  const thread = page.getByRole('log', { name: 'Messages in the thread' });
  await thread.getByText('line 11').waitFor();
  reply('followed');
  await thread.getByText('followed').waitFor();
  await expect.poll(() => fromEnd(thread)).toBeLessThan(5);

  await thread.hover();
  await page.mouse.wheel(0, -600);
  await expect.poll(() => fromEnd(thread)).toBeGreaterThan(300);
  reply('not followed');
  await thread.getByText('not followed').waitFor();
  expect(await fromEnd(thread)).toBeGreaterThan(300);
});

function fromEnd(box: Locator): Promise<number> {
  return box.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
}

seen(
  `people change and take back what they said, react, share a picture, and talk in a group${note}`,
  async () => {
    const { page } = await open({ hasApp: false });
    await say(page, 'Zepelin');
    await page.getByTestId('composer').press('ArrowUp'); // The last thing one said.
    await page.getByTestId('editor').fill('Zeppelin');
    await page.keyboard.press('Enter');
    const said = timeline(page).getByRole('article').last();
    await said.getByText('Zeppelin').waitFor();
    await said.getByText('(edited)').waitFor();

    await said.hover();
    await said.getByRole('button', { name: 'Add a reaction' }).click();
    await page.getByRole('searchbox', { name: 'Find an emoji' }).fill('coffee');
    await page.keyboard.press('Enter');
    await said.getByRole('button', { name: /^coffee, 1/ }).waitFor();
    await said.hover();
    await said.getByRole('button', { name: 'Delete message' }).click();
    await page.getByTestId('confirm-yes').click();
    await timeline(page).getByText('Zeppelin').waitFor({ state: 'detached' });

    const picture = { name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from(DOT, 'base64') };
    await page.getByTestId('composer-file').setInputFiles(picture);
    await page.getByRole('button', { name: 'Remove dot.png' }).waitFor();
    await page.getByTestId('composer-send').click();
    const shown = timeline(page).getByRole('img', { name: 'dot.png' });
    await shown.waitFor();
    expect(await shown.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth)).toBe(1);

    await page.getByTestId('new-dm').click();
    await page.getByTestId('dm-tom').check();
    await page.getByTestId('dm-sofia').check();
    await page.getByTestId('dm-open').click();
    await page.getByRole('main', { name: /Sofia/ }).getByRole('heading', { name: /Tom/ }).first().waitFor();
  },
);

/** One pixel. */
const DOT =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

seen(`a permalink opens its message and marks it${note}`, async () => {
  const { page, workspace } = await open({ hasApp: false });
  const ts = workspace.act.post({ as: idOf('tom'), channel: channelId('ops'), text: 'Look here' });
  await page.goto(`${workspace.url}archives/${channelId('ops')}/p${ts.replace('.', '')}`);
  const message = page.getByTestId(`message-${ts}`);
  await message.waitFor();
  expect(await message.getAttribute('class')).toContain('is-focus');
});

seen(`every control of the page and the gallery has a name${note}`, async () => {
  const { page, workspace } = await open();
  await page.getByTestId('tools').click();
  for (const tab of ['inspector', 'faults', 'clock']) {
    await page.getByTestId(`dock-${tab}`).click();
    expect(await namelessControls(page)).toEqual([]);
  }
  await page.goto(`${workspace.url}#/gallery`);
  await page.getByTestId('gallery-inputs').waitFor();
  expect(await namelessControls(page)).toEqual([]);
});

/** The controls that a screen reader could only call by what they are. */
function namelessControls(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const named = (element: Element): boolean => {
      const own = element.getAttribute('aria-label') ?? element.getAttribute('title') ?? '';
      const referred =
        document.getElementById(element.getAttribute('aria-labelledby') ?? '')?.textContent ?? '';
      const label = element.closest('label')?.textContent ?? '';
      return [own, referred, label, element.textContent ?? ''].some((words) => words.trim() !== '');
    };
    const controls = document.querySelectorAll(
      'button, a[href], input, select, textarea, [role="combobox"], [role="listbox"], [role="tab"], dialog, [role="log"]',
    );
    return [...controls]
      .filter((control) => !named(control))
      .map((control) => control.outerHTML.slice(0, 200));
  });
}
