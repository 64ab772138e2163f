import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HubServer, startHubServer } from '../inference/model-store/hub-server.ts';
import { browserHint, browserPath } from './browser.ts';
import { startWorkstation, type Workstation } from './workstation.ts';

const nano = (name: string) =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../../resources/models/nano', name)));
const names = ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json'];

describe.skipIf(!browserPath)(`A model of the hub${browserHint}`, () => {
  let hub: HubServer;
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    hub = await startHubServer({
      hubId: 'somebody/Tiny-VL',
      files: {
        ...Object.fromEntries(names.map((name) => [name, nano(name)])),
        'onnx/vision_encoder.onnx': randomBytes(9000),
        'onnx/embed_tokens.onnx': randomBytes(9000),
        'onnx/decoder_model_merged.onnx': randomBytes(9000),
      },
    });
    workstation = await startWorkstation({ hubUrl: hub.url });
    page = await workstation.openPage();
    await page.keyboard.press('Control+Comma');
  });
  afterAll(async () => {
    await workstation[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  const lookUp = async (hubId: string) => {
    await page.getByRole('combobox', { name: 'Model on the hub' }).fill(hubId);
    await page.getByRole('button', { name: 'Look up' }).click();
  };

  it('that does not exist is said in the dialog', async () => {
    await lookUp('nobody/Nothing');
    await page.getByRole('alert').getByText('no public model nobody/Nothing').waitFor();
  });

  it('is looked up, fetched as a job, and can be chosen for questions', async () => {
    await lookUp('somebody/Tiny-VL');
    await page.getByRole('button', { name: /^Download fp32/ }).click();
    await page.getByRole('button', { name: 'Delete somebody/Tiny-VL' }).waitFor({ timeout: 20_000 });
    const engines = page.getByRole('combobox', { name: 'Engine for new questions' });
    await expect.poll(() => engines.locator('option').allTextContents()).toContain('somebody--Tiny-VL-fp32');
  });

  it('is deleted again', async () => {
    await page.getByRole('button', { name: 'Delete somebody/Tiny-VL' }).click();
    await expect.poll(() => page.getByRole('button', { name: /^Delete / }).count()).toBe(0);
    expect(workstation.consoleErrors).toEqual([]);
  });
});
