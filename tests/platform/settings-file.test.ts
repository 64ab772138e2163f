import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings, serverSettingsSchema } from '#common/contract/index.ts';
import { openSettingsFile } from '#main/platform/index.ts';

let folder = '';
const file = () => join(folder, 'settings.json');
const write = (value: unknown) =>
  writeFileSync(file(), typeof value === 'string' ? value : JSON.stringify(value));
const stored = () => JSON.parse(readFileSync(file(), 'utf8')) as Record<string, unknown>;
const open = (env: NodeJS.ProcessEnv = {}, overrides = {}) =>
  openSettingsFile({ file: file(), env, overrides });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('The settings', () => {
  it('are the defaults where nothing is said', () => {
    expect(open().current()).toEqual(defaultSettings);
    expect(open().problems).toEqual([]);
    expect(existsSync(file())).toBe(false);
  });

  it('come from the file, above it the environment, above all the command line', () => {
    write({ theme: 'light', inferenceThreads: 2, frameCacheMegabytes: 64, defaultEngine: 'file' });
    const env = { DEEPSPORT_INFERENCE_THREADS: '3', DEEPSPORT_DEFAULT_ENGINE: 'environment' };
    expect(open(env, { defaultEngine: 'command line' }).current()).toEqual({
      ...defaultSettings,
      theme: 'light',
      frameCacheMegabytes: 64,
      inferenceThreads: 3,
      defaultEngine: 'command line',
    });
  });

  it('reads folders as the system lists them and servers as JSON from the environment', () => {
    const server = { name: 'cluster', baseUrl: 'https://cluster.example/v1' };
    const { current } = open({
      DEEPSPORT_MODEL_FOLDERS: ['models', 'more'].join(delimiter),
      DEEPSPORT_SERVERS: JSON.stringify([server]),
    });
    expect(current().modelFolders).toEqual(['models', 'more']);
    expect(current().servers).toEqual([serverSettingsSchema.parse(server)]);
  });

  it('keeps what was changed, and only that, in the file', async () => {
    const settings = open({ DEEPSPORT_INFERENCE_THREADS: '3' });
    expect((await settings.update({ theme: 'light' })).theme).toBe('light');
    expect(stored()).toEqual({ theme: 'light' });
    expect((await settings.update({ frameCacheMegabytes: 128 })).theme).toBe('light');
    expect(open().current()).toEqual({ ...defaultSettings, theme: 'light', frameCacheMegabytes: 128 });
  });

  it('leaves the environment in force above a change', async () => {
    const settings = open({ DEEPSPORT_THEME: 'system' });
    expect((await settings.update({ theme: 'light' })).theme).toBe('system');
    expect(open().current().theme).toBe('light');
  });

  it('tells a broken file in a sentence, uses defaults, and keeps the file when it is replaced', async () => {
    write('{ "theme": ');
    const settings = open();
    expect(settings.current()).toEqual(defaultSettings);
    expect(settings.problems).toEqual([
      `The settings file ${file()} is not readable JSON: the default settings are used.`,
    ]);
    await settings.update({ theme: 'light' });
    expect(readFileSync(`${file()}.broken`, 'utf8')).toBe('{ "theme": ');
    expect(open().problems).toEqual([]);
  });

  it('loses only the setting that is wrong', () => {
    write({ theme: 'pink', inferenceThreads: 2 });
    const { current, problems } = open({ DEEPSPORT_FRAME_CACHE_MEGABYTES: 'lots' });
    expect(current()).toEqual({ ...defaultSettings, inferenceThreads: 2 });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(/“theme” is not usable \(.+\): its default is used\.$/);
    expect(problems[1]).toMatch(/DEEPSPORT_FRAME_CACHE_MEGABYTES is not usable \(.+\): it is ignored\.$/);
  });

  it('leaves alone what a newer version wrote', async () => {
    write({ theme: 'light', fromTheFuture: true });
    expect(open().problems).toEqual([]);
    expect(open().current()).toEqual({ ...defaultSettings, theme: 'light' });
  });

  it('says in a sentence when they cannot be saved', async () => {
    writeFileSync(join(folder, 'occupied'), '');
    const settings = openSettingsFile({ file: join(folder, 'occupied', 'settings.json'), env: {} });
    await expect(settings.update({ theme: 'light' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'The settings could not be saved: the data folder cannot be written to.',
    });
  });
});
