import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { endWhenStuck } from '#main/video/end-when-stuck.ts';

const root = resolve(import.meta.dirname, '../../..');

/** The signal or the exit code with which a process that watches itself ends after `work`. */
async function endOf(work: string): Promise<string | number | null> {
  const program = `
    const { ${endWhenStuck.name} } = await import('./main/video/end-when-stuck.ts');
    ${endWhenStuck.name}(1500);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    ${work}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    stdio: 'ignore',
  });
  return new Promise((done) => child.on('exit', (code, signal) => done(signal ?? code)));
}

it.skipIf(process.platform === 'win32')('A process that goes round for ever is ended', async () => {
  expect(await endOf('for (;;);')).toBe('SIGKILL');
});

it('A process that is busy but comes round is left alone, and may end', async () => {
  const busy = `
    for (let i = 0; i < 15; i++) {
      const end = performance.now() + 100;
      while (performance.now() < end);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }`;
  expect(await endOf(busy)).toBe(0);
});
