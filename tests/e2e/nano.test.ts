import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { startWorkstation, type Workstation, waitForEnd } from './workstation.ts';

const root = join(import.meta.dirname, '..', '..');
const sample = join(root, 'resources/samples/dive-a.mp4');
const flip = join(root, '../shared/footage/flip_off_box_vp9.mp4');
const noFootage = existsSync(flip) ? '' : ' (skipped: the shared footage is not here)';
const bothMoments = 'When does the diver leave the board, and when does the diver touch the water?';
const { summary } = JSON.parse(readFileSync(join(root, 'resources/models/nano/deepsport.json'), 'utf8'));

describe('Nano on the command line', () => {
  const data = mkdtempSync(join(tmpdir(), 'deepsport-nano-'));
  afterAll(() => rmSync(data, { recursive: true, force: true }));
  const ask = (clip: string, question: string) =>
    spawnSync(
      process.execPath,
      [join(root, 'out/main/cli.js'), 'ask', clip, question, '--model', 'nano', '--data', data],
      { encoding: 'utf8' },
    );

  it('thinks, looks and answers with two frames, and says what it is', () => {
    const { stdout, status } = ask(sample, bothMoments);
    expect(stdout).toMatch(
      /thought.*look +\d+–\d+.*thought.*Answer +take-off at frame \d+, entry at frame \d+/s,
    );
    expect(stdout).toContain(summary);
    expect(status).toBe(0);
  });

  it('cannot tell the dive number, and says why', () => {
    const { stdout, status } = ask(sample, 'What is the dive number?');
    expect(stdout).toMatch(/Answer +cannot tell: .*dive number/);
    expect(status).toBe(0);
  });

  it.skipIf(noFootage !== '')(
    `runs through on real footage and says what it is and is not${noFootage}`,
    () => {
      const { stdout } = ask(flip, bothMoments);
      expect(stdout).toMatch(/Turn 1/);
      expect(stdout).toContain('knows rendered dives only');
    },
  );
});

describe.skipIf(!browserPath)(`Nano in the browser${browserHint}`, () => {
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    workstation = await startWorkstation();
    page = await workstation.openPage();
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  const ask = async (question: string): Promise<string> => {
    await page.getByPlaceholder('Ask about this clip').fill(question);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: question }).waitFor();
    expect(await waitForEnd(page)).toEqual(['answered']);
    return page.locator('.answer').innerText();
  };

  it('cannot tell the dive number, and says why and what it is', async () => {
    const answer = await ask('What is the dive number?');
    expect(answer).toMatch(/cannot tell: .*dive number/);
    expect(answer).toContain(summary);
  });

  it('looks twice, answers with two frames, and its looks stand on the timeline', async () => {
    const answer = await ask(bothMoments);
    expect(answer.replace(/\s+/g, ' ')).toMatch(/take-off at frame \d+ ?, entry at frame \d+/);
    expect(await page.locator('.turn').count()).toBeGreaterThanOrEqual(2);
    await page
      .getByText(/Looked at \d+–\d+ · \d+ frames/)
      .first()
      .waitFor();
  });

  it('goes on in the same conversation without reading it again', async () => {
    await page.getByRole('textbox', { name: 'Ask further' }).fill('Which frames show the flight?');
    await page.keyboard.press('Enter');
    await page
      .getByRole('heading', { name: 'Which frames show the flight?', level: 3, exact: true })
      .waitFor();
    expect(await waitForEnd(page)).toEqual(['answered']);
    const head = await page.locator('.turn__head').last().innerText();
    const [, added = '', cached = ''] = /([\d\u2009]+) new \+ ([\d\u2009]+) cached/.exec(head) ?? [];
    const count = (text: string) => Number(text.replaceAll('\u2009', ''));
    expect(count(cached)).toBeGreaterThan(count(added));
  });

  it('gives the same when it is asked again with the same seed and settings', async () => {
    await ask('When does the diver leave the board?');
    await page.getByRole('button', { name: /^Replay/ }).click();
    await page.getByText('A replay of another trace').waitFor();
    expect(await waitForEnd(page)).toEqual(['answered']);
    expect(await page.locator('.run__notice').last().innerText()).toMatch(/same/);
  });

  it('has its own questions first and says what it does with others', async () => {
    const atHand = page.getByRole('list', { name: 'Questions at hand' });
    expect(await atHand.getByRole('button').allInnerTexts()).toEqual([
      'Take-off',
      'Entry',
      'Flight',
      'Flight length',
    ]);
    await page.getByRole('button', { name: 'More questions, by sport' }).click();
    await page.getByText(/^Nano knows rendered dives only and declines the questions below/).waitFor();
    await page.keyboard.press('Escape');
  });
});
