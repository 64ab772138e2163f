import type { Page } from 'playwright-core';

/** Somewhere that a person can be, and the keys that lead there from Review and back. */
export type Place = {
  readonly name: string;
  readonly keys: readonly string[];
  /** Of what is to be seen then. */
  readonly shows: string;
  readonly back: readonly string[];
};

const dialog = (name: string, key: string, title: string): Place => ({
  name,
  keys: [key],
  shows: `[role="dialog"][aria-label="${title}"]`,
  back: ['Escape'],
});

/** Every view and every dialog. */
export const places: readonly Place[] = [
  { name: 'review with codes', keys: ['Alt+Digit1'], shows: '.code-window', back: [] },
  { name: 'review with events', keys: ['Shift+KeyL'], shows: '.event-list', back: ['Shift+KeyC'] },
  { name: 'review with playlists', keys: ['Shift+KeyY'], shows: '.playlists', back: ['Shift+KeyC'] },
  { name: 'drawing', keys: ['KeyD'], shows: '.drawing-tools', back: ['KeyD'] },
  { name: 'numbers', keys: ['Alt+Digit2'], shows: '.recharts-bar-rectangle', back: ['Alt+Digit1'] },
  { name: 'library', keys: ['Alt+Digit3'], shows: '.library', back: ['Alt+Digit1'] },
  dialog('commands', 'Control+KeyK', 'Commands'),
  dialog('keys', 'Shift+Slash', 'Keys'),
  dialog('settings', 'Control+Comma', 'Settings'),
  dialog('projects', 'Control+Shift+KeyO', 'Projects'),
  dialog('history', 'Control+KeyH', 'History'),
  dialog('import', 'Control+KeyI', 'Import events'),
  dialog('hand over', 'Control+Shift+KeyE', 'Hand over'),
  dialog('export', 'Control+KeyE', 'Export'),
  dialog('code window editor', 'Shift+KeyB', 'Change the code window'),
  dialog('batch', 'Shift+KeyQ', 'Ask about many ranges'),
  dialog('compare', 'Control+F9', 'Compare with'),
  dialog('key images', 'Alt+KeyI', 'Key images'),
  dialog('stroboscopic picture', 'Shift+KeyP', 'Stroboscopic picture'),
  dialog('jobs', 'Shift+KeyJ', 'Jobs'),
];

/** Goes to a place and stays there for as long as `look` takes. */
export async function visit(page: Page, place: Place, look: () => Promise<void>): Promise<void> {
  for (const key of place.keys) await page.keyboard.press(key);
  await page.locator(place.shows).first().waitFor();
  // Pictures and colours come within the page's own 120 ms.
  await page.waitForTimeout(250);
  try {
    await look();
  } finally {
    for (const key of place.back) await page.keyboard.press(key);
  }
  if (place.back.length > 0) await page.locator(place.shows).first().waitFor({ state: 'detached' });
}

/** Puts some events with labels on the clip shown. */
export async function importEvents(page: Page): Promise<void> {
  const table = [
    'code,start frame,end frame,label: Foot',
    'Touch,5,20,left',
    'Touch,30,40,right',
    'Pass,10,60,',
    'Goal,70,90,left',
  ].join('\n');
  await page.keyboard.press('Control+KeyI');
  const dialogBox = page.getByRole('dialog', { name: 'Import events' });
  await dialogBox
    .locator('input[type="file"]')
    .setInputFiles({ name: 'events.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  await dialogBox.getByRole('button', { name: 'Import', exact: true }).click();
  await dialogBox.waitFor({ state: 'detached' });
}
