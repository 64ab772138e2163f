import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogFile } from '#main/platform/index.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('The log file', () => {
  it('gets one JSON line for each message', () => {
    const path = join(folder, 'made', 'deepsport.log');
    const log = createLogFile(path, () => 0);
    log('warn', 'something', { count: 2 });
    log('info', 'more');
    expect(
      readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { time: '1970-01-01T00:00:00.000Z', level: 'warn', message: 'something', count: 2 },
      { time: '1970-01-01T00:00:00.000Z', level: 'info', message: 'more' },
    ]);
  });

  it('starts anew when it has grown, and keeps the older one', () => {
    const path = join(folder, 'deepsport.log');
    writeFileSync(path, 'x'.repeat(3_000_000));
    createLogFile(path, Date.now)('info', 'fresh');
    expect(statSync(path).size).toBeLessThan(200);
    expect(statSync(`${path}.1`).size).toBe(3_000_000);
  });

  it('is given up without a word where it cannot be written', () => {
    writeFileSync(join(folder, 'occupied'), '');
    expect(() => createLogFile(join(folder, 'occupied', 'x.log'), Date.now)('info', 'lost')).not.toThrow();
  });
});
