import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FrameRange, type NewEvent, noItems, tagEvents } from '#common/domain/index.ts';
import type { Client } from '#renderer/client/client.ts';
import { connectWith } from '../bench/timeline/host-client.ts';
import { browserHint, browserPath } from './browser.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import { goToFrame, startWorkstation, type Workstation, waitForFrame } from './workstation.ts';

const title = (words: string) => `${words}${browserHint}`;
const run = test.skipIf(!browserPath);

let workstation: Workstation;
let page: Page;
let clipId: string;
let frameCount = 0;
let close = () => {};
let client: Client;

const events: readonly (readonly [id: string, code: string, start: number, end: number])[] = [
  ['first', 'Touch', 20, 39],
  ['second', 'Touch', 70, 89],
  ['goal', 'Goal', 100, 109],
];

beforeAll(async () => {
  if (!browserPath) return;
  workstation = await startWorkstation();
  page = await workstation.openPage();
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  ({ client, close } = connectWith(new URL(page.url()).origin, cookie));
  const shown = (await page.locator('.title-bar').innerText()).split('\n').join(' ');
  const clips = await client.clips.list();
  const clip = clips.find(({ name }) => shown.includes(name)) ?? clips[0];
  clipId = clip?.id ?? '';
  frameCount = clip?.frameCount ?? 0;
}, 90_000);

afterAll(async () => {
  close();
  await workstation?.[Symbol.asyncDispose]();
});

/** A page on a project that holds the three events and nothing else of the kind. */
async function freshPage(): Promise<void> {
  const kept = await client.record.watch();
  let changes: { kind: 'event' | 'code' | 'proposal'; id: string; item: null }[] = [];
  for await (const update of kept) {
    if (update.type === 'snapshot') {
      changes = update.items.flatMap(({ kind, id }) =>
        kind === 'event' || kind === 'code' || kind === 'proposal' ? [{ kind, id, item: null }] : [],
      );
    }
    break;
  }
  const made = events.map(
    ([id, codeName, start, end]): NewEvent => ({
      id,
      clipId,
      codeName,
      range: { start, end },
      labels: id === 'first' ? [{ group: 'Foot', text: 'left' }] : [],
      note: '',
      by: { kind: 'person' },
      evidence: [],
      createdAt: '2026-01-01T00:00:00.000Z',
    }),
  );
  const filled = [...changes, ...tagEvents(noItems, made, () => `code-${crypto.randomUUID()}`)];
  await client.record.edit({ id: crypto.randomUUID(), title: 'Fill', changes: filled });
  await reload();
  await page.keyboard.press('Shift+Digit0');
}

async function reload(): Promise<void> {
  await page.reload();
  await page.locator('canvas[data-frame]').waitFor({ timeout: 30_000 });
  await page.locator('.row--events').waitFor();
}

/** Where a place between frames lies on the row of a code. */
async function place(code: string, boundary: number): Promise<{ readonly x: number; readonly y: number }> {
  const area = await page.locator('.row--events').boundingBox();
  const label = await page.locator('.event-label', { hasText: code }).boundingBox();
  if (!area || !label) throw new Error(`There is no row of ${code}.`);
  return { x: area.x + (boundary / frameCount) * area.width, y: label.y + label.height / 2 };
}

async function drag(
  code: string,
  from: number,
  to: number,
  inTheMiddle?: () => Promise<void>,
): Promise<void> {
  const start = await place(code, from);
  const end = await place(code, to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, start.y);
  await page.mouse.move(end.x, end.y, { steps: 3 });
  await inTheMiddle?.();
  await page.mouse.up();
}

const selected = () => page.getByTestId('selected-events');
const expectSelected = (words: string) => selected().filter({ hasText: words }).waitFor({ timeout: 5000 });

/** Where an event lies as the host keeps it. */
async function kept(id: string): Promise<FrameRange | null> {
  for await (const update of await client.record.watch()) {
    if (update.type !== 'snapshot') break;
    const item = update.items.find((each) => each.kind === 'event' && each.id === id);
    return item?.kind === 'event' ? item.range : null;
  }
  return null;
}

run(
  title('An event is selected, moved and trimmed with the pointer; undo takes it back after a reload'),
  { timeout: 90_000 },
  async () => {
    await freshPage();
    const middle = await place('Touch', 30);
    await page.mouse.click(middle.x, middle.y);
    await expectSelected('Touch · 20–39');
    await waitForFrame(page, 20);

    await drag('Touch', 30, 36);
    await expectSelected('Touch · 26–45');
    await waitForFrame(page, 20);

    const edge = await place('Touch', 46);
    const until = await place('Touch', 53);
    await page.mouse.move(edge.x - 2, edge.y);
    await page.mouse.down();
    await page.mouse.move(until.x - 20, until.y);
    await page.mouse.move(until.x - 2, until.y);
    await expectSelected('Touch · 26–52');
    await waitForFrame(page, 52);
    await page.mouse.up();
    await waitForFrame(page, 20);
    await expect.poll(() => kept('first')).toEqual({ start: 26, end: 52 });

    await page.keyboard.press('Control+KeyZ');
    await expectSelected('Touch · 26–45');
    await reload();
    await page.keyboard.press('Control+KeyZ');
    await expect.poll(() => kept('first')).toEqual({ start: 20, end: 39 });
  },
);

run(title('A drag that is left with Escape changes nothing'), { timeout: 60_000 }, async () => {
  await freshPage();
  await drag('Touch', 30, 60, async () => {
    await expectSelected('Touch · 50–69');
    await page.keyboard.press('Escape');
    await expectSelected('Touch · 20–39');
  });
  expect(await kept('first')).toEqual({ start: 20, end: 39 });
});

run(
  title('An edge is drawn to the edge of a neighbour, and its frame is told'),
  { timeout: 60_000 },
  async () => {
    await freshPage();
    const from = await place('Touch', 40);
    const to = await place('Touch', 70);
    await page.mouse.move(from.x - 2, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x - 40, to.y);
    await page.mouse.move(to.x - 4, to.y);
    expect(await page.locator('.snap__frame').innerText()).toBe('69');
    await page.mouse.up();
    await expect.poll(() => kept('first')).toEqual({ start: 20, end: 69 });
  },
);

run(title('A box over the rows selects all that it touches'), { timeout: 60_000 }, async () => {
  await freshPage();
  await drag('Touch', 45, 74);
  await expectSelected('Touch · 70–89');
  const start = await place('Touch', 45);
  const end = await place('Goal', 130);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
  await expectSelected('2 events selected');
});

run(
  title('By keyboard alone events are walked, trimmed, split, merged, looped, removed and taken back'),
  { timeout: 90_000 },
  async () => {
    await freshPage();
    await goToFrame(page, 0);
    await page.keyboard.press('Control+ArrowRight');
    await expectSelected('Touch · 20–39');
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift+BracketRight');
    await expectSelected('Touch · 20–42');
    await page.keyboard.press('Control+KeyZ');
    await expectSelected('Touch · 20–39');

    await goToFrame(page, 30);
    await page.keyboard.press('Shift+KeyS');
    await expectSelected('Touch · 20–29');
    await page.keyboard.press('Control+KeyA');
    await expectSelected('3 events selected');
    await page.keyboard.press('Shift+KeyM');
    await expectSelected('Touch · 20–89');
    await page.keyboard.press('Control+KeyZ');
    await page.keyboard.press('Control+KeyZ');
    await expect.poll(() => kept('second')).toEqual({ start: 70, end: 89 });

    await goToFrame(page, 60);
    await page.keyboard.press('Control+ArrowRight');
    await expectSelected('Touch · 70–89');
    await goToFrame(page, 75);
    await page.keyboard.press('BracketLeft');
    await expectSelected('Touch · 75–89');
    await page.keyboard.press('Shift+KeyU');
    await page.locator('.loop-badge').filter({ hasText: '75–89' }).waitFor();
    await page.keyboard.press('Shift+KeyU');
    await page.locator('.loop-badge').waitFor({ state: 'detached' });
    await page.keyboard.press('KeyK');

    await page.keyboard.press('Delete');
    await expect.poll(() => kept('second')).toBeNull();
    await page.keyboard.press('Control+KeyZ');
    await expect.poll(() => kept('second')).toEqual({ start: 75, end: 89 });
  },
);

run(
  title('With the focus in the rows arrows walk them, and a screen reader is told'),
  { timeout: 60_000 },
  async () => {
    await freshPage();
    await page.keyboard.press('Shift+KeyR');
    await page.keyboard.press('ArrowRight');
    await expectSelected('Touch · 20–39');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await expectSelected('Goal · 100–109');
    const rows = page.getByRole('listbox', { name: 'Events', exact: true });
    const active = await rows.getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active}`).innerText()).toBe('Goal, frames 100–109, 10 frames, 1 of 1');
    await waitForFrame(page, 100);
  },
);

run(
  title('The list finds, selects, describes and removes the same events'),
  { timeout: 60_000 },
  async () => {
    await freshPage();
    await page.keyboard.press('Shift+KeyL');
    const list = page.locator('.event-list');
    await list.getByText('3 events').waitFor();
    await page.getByRole('searchbox').fill('left');
    await list.getByText('1 of 3 events').waitFor();
    await page.getByRole('searchbox').fill('');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expectSelected('Touch · 70–89');
    await waitForFrame(page, 70);
    await page.keyboard.press('F2');
    await page.keyboard.type('Foot: right, hard');
    await page.keyboard.press('Enter');
    await list
      .locator('.event-line[aria-selected="true"]')
      .filter({ hasText: 'Foot: right, hard' })
      .waitFor();
    await page.keyboard.press('Delete');
    await list.getByText('2 events').waitFor();
  },
);

run(title('Details change code, frames, labels and note'), { timeout: 60_000 }, async () => {
  await freshPage();
  await goToFrame(page, 0);
  await page.keyboard.press('Control+ArrowRight');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Last frame').fill('10');
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').filter({ hasText: 'stands before the first' }).waitFor();
  await dialog.getByLabel('Last frame').fill('44');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Add a label').fill('Side: far');
  await page.keyboard.press('Enter');
  await dialog.getByText('Side: far').waitFor();
  await dialog.getByLabel('Code', { exact: true }).selectOption('Goal');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expectSelected('Goal · 20–44');
});

run(title('The history goes back to a moment and forward again'), { timeout: 60_000 }, async () => {
  await freshPage();
  await goToFrame(page, 0);
  await page.keyboard.press('Control+ArrowRight');
  for (const key of ['Alt+ArrowRight', 'Shift+BracketRight', 'Delete']) await page.keyboard.press(key);
  await expect.poll(() => kept('first')).toBeNull();
  await page.keyboard.press('Control+KeyH');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Fill' }).first().click();
  await expect.poll(() => kept('first')).toEqual({ start: 20, end: 39 });
  await expect.poll(() => dialog.locator('[data-undone]').count()).toBe(3);
  await dialog.getByRole('button', { name: 'Trim Touch' }).first().click();
  await expect.poll(() => kept('first')).toEqual({ start: 21, end: 41 });
  await page.keyboard.press('Escape');
});

run(title('A code is renamed, locked and hidden by the menu of its row'), { timeout: 60_000 }, async () => {
  await freshPage();
  await page.getByRole('button', { name: 'Touch 2 events' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('First touch');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'First touch 2 events' }).click();
  await page.getByRole('button', { name: 'Lock its events' }).click();
  await drag('First touch', 30, 50);
  expect(await kept('first')).toEqual({ start: 20, end: 39 });
  await page.getByRole('button', { name: 'First touch 2 events' }).click();
  await page.getByRole('button', { name: 'Hide the row' }).click();
  await page.locator('.event-label', { hasText: 'First touch' }).waitFor({ state: 'detached' });
});

run(title('What a person had on the screen is kept and shown as seen'), { timeout: 60_000 }, async () => {
  await freshPage();
  for (const frame of [140, 141, 142]) await goToFrame(page, frame);
  const isSeen = async () => {
    const ranges = await client.record.seen({ clipId });
    return ranges.some(({ start, end }) => start <= 140 && end >= 142);
  };
  await expect.poll(isSeen, { timeout: 15_000 }).toBe(true);
  await page.locator('[data-row="coverage"]').first().scrollIntoViewIfNeeded();
  const words = await page.locator('[data-row="coverage"]').first().getAttribute('aria-label');
  expect(words).toMatch(/^A person saw \d+ % of the frames/);
});

run(
  title('axe finds nothing serious on the rows, the list, the details and the history'),
  { timeout: 120_000 },
  async () => {
    // Colours that are still fading would be measured half way.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await freshPage();
    await page.keyboard.press('Shift+KeyL');
    await goToFrame(page, 0);
    await page.keyboard.press('Control+ArrowRight');
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+KeyH');
    await page.getByRole('dialog').waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Touch 2 events' }).click();
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
  },
);
