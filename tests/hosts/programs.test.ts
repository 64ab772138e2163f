import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './real-services.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-programs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The programs alone in a project of their own, with entries that tell how they were started. */
function makeProject(): void {
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(folder, 'out', 'main'), { recursive: true });
  const tell = (name: string) =>
    `console.log(JSON.stringify(['${name}', process.versions.node.split('.')[0], ...process.argv.slice(2)]));`;
  writeFileSync(join(folder, 'out', 'main', 'cli.js'), `${tell('cli')} process.exitCode = 2;`);
  writeFileSync(join(folder, 'out', 'main', 'web.js'), tell('web'));
}

const run = (node: string, program: string, ...args: string[]) =>
  spawnSync(node, [join(folder, 'bin', program), ...args], {
    encoding: 'utf8',
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' },
  });

describe('bin/deepsport.mjs', () => {
  it('hands its arguments to the command line and its exit code back', () => {
    makeProject();
    const { stdout, status } = run(process.execPath, 'deepsport.mjs', 'probe', 'a clip.mp4', '--json');
    expect(JSON.parse(stdout)).toEqual(['cli', '24', 'probe', 'a clip.mp4', '--json']);
    expect(status).toBe(2);
  });

  it('says what to do when the packages are not installed', () => {
    makeProject();
    rmSync(join(folder, 'out'), { recursive: true });
    writeFileSync(join(folder, 'electron.vite.config.ts'), '');
    const { stderr, status } = run(process.execPath, 'deepsport.mjs', 'probe');
    expect(stderr).toBe(
      'Building the workstation once …\nThe packages of the project are not installed: run `npm ci` first.\n',
    );
    expect(status).toBe(1);
  });

  it('builds when a source is newer than the build, and only then', () => {
    makeProject();
    const builder = join(folder, 'node_modules', 'electron-vite', 'bin');
    mkdirSync(builder, { recursive: true });
    writeFileSync(
      join(builder, 'electron-vite.js'),
      `import { mkdirSync, writeFileSync } from 'node:fs';
       mkdirSync('out/renderer', { recursive: true });
       writeFileSync('out/renderer/index.html', '');`,
    );
    writeFileSync(join(folder, 'electron.vite.config.ts'), '');
    const notes = () => run(process.execPath, 'deepsport.mjs').stderr;
    expect(notes()).toBe('Building the workstation once …\n');
    expect(notes()).toBe('');
    mkdirSync(join(folder, 'main', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'main', 'deep', 'source.ts'), '');
    expect(notes()).toBe('Building the workstation once …\n');
  });

  const olderNode = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => {
    const version = existsSync(path) ? spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout : '';
    return /^v(18|20|22)\./.test(version);
  });

  it.skipIf(!olderNode)(
    `goes on under the project’s own Node when the system’s is older${olderNode ? '' : ' (skipped: no older Node here)'}`,
    () => {
      makeProject();
      const missing = run(olderNode ?? '', 'deepsport.mjs', 'probe');
      expect(missing.stderr).toMatch(
        /^DeepSport needs Node 24 or newer, and this is Node \d+.*run `npm ci` first/,
      );
      expect(missing.status).toBe(1);
      mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
      writeFileSync(
        join(folder, 'node_modules', '.bin', 'node'),
        `#!/bin/sh\nexec "${process.execPath}" "$@"\n`,
        {
          mode: 0o755,
        },
      );
      const { stdout, status } = run(olderNode ?? '', 'deepsport.mjs', 'models');
      expect([JSON.parse(stdout), status]).toEqual([['cli', '24', 'models'], 2]);
    },
  );
});

describe('bin/start.mjs', () => {
  it('opens the interface in a browser where there is no display, and says so', () => {
    makeProject();
    const { stdout, stderr, status } = run(process.execPath, 'start.mjs');
    expect(JSON.parse(stdout)).toEqual(['web', '24', '--open']);
    expect(stderr).toMatch(/so the interface opens in a browser instead\.\n$/);
    expect(status).toBe(0);
  });

  it.skipIf(process.platform !== 'linux')('opens the desktop program where it is installed', () => {
    makeProject();
    const electron = join(folder, 'node_modules', 'electron');
    mkdirSync(join(electron, 'dist'), { recursive: true });
    writeFileSync(join(electron, 'package.json'), '{}');
    writeFileSync(join(electron, 'path.txt'), 'electron');
    writeFileSync(join(electron, 'dist', 'electron'), '#!/bin/sh\necho "electron $1"\nexit 3\n', {
      mode: 0o755,
    });
    const { stdout, status } = spawnSync(process.execPath, [join(folder, 'bin', 'start.mjs')], {
      encoding: 'utf8',
      env: { ...process.env, DISPLAY: ':99' },
    });
    expect(stdout.trim()).toBe(`electron ${folder}`);
    expect(status).toBe(3);
  });
});

const built = existsSync(join(root, 'out', 'main', 'web.js'));

describe.skipIf(!built)(
  `The built programs${built ? '' : ' (skipped: not built, run `npm run build`)'}`,
  () => {
    const sample = join(root, 'resources', 'samples', 'dive-a.mp4');
    const environment = () => ({ ...process.env, DEEPSPORT_DATA: join(folder, 'data') });
    const cli = (...args: string[]) =>
      spawnSync(process.execPath, [join(root, 'out', 'main', 'cli.js'), ...args], {
        encoding: 'utf8',
        env: environment(),
      });
    const firstLine = (child: ChildProcess) =>
      new Promise<string>((resolve) => child.stdout?.once('data', (bytes) => resolve(String(bytes))));
    const ended = (child: ChildProcess) =>
      new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

    it('probe a clip without a word beside the answer', () => {
      const { stdout, stderr, status } = cli('probe', sample, '--json');
      expect([status, stderr, JSON.parse(stdout).frameCount]).toEqual([0, '', 154]);
    });

    it('end with 2 and one line on stderr for bad input', () => {
      const { stdout, stderr, status } = cli('probe', join(folder, 'gone.mp4'));
      expect([status, stdout, stderr.trim().split('\n')]).toEqual([
        2,
        '',
        [expect.stringContaining('gone.mp4')],
      ]);
    });

    it('tell a broken settings file and go on', () => {
      mkdirSync(join(folder, 'data'));
      writeFileSync(join(folder, 'data', 'settings.json'), '{{{');
      const { stdout, stderr, status } = cli('probe', sample, '--json');
      expect([status, JSON.parse(stdout).frameCount]).toEqual([0, 154]);
      expect(stderr).toMatch(
        /^The settings file .* is not readable JSON: the default settings are used\.\n$/,
      );
    });

    it.each(['SIGTERM', 'SIGINT'] as const)(
      'serve until %s, then leave no process behind',
      async (signal) => {
        const child = spawn(
          process.execPath,
          [join(root, 'out', 'main', 'cli.js'), 'serve', '--port', '0', '--json'],
          { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] },
        );
        const exit = ended(child);
        const { url } = JSON.parse(await firstLine(child)) as { url: string };
        const entered = await fetch(url, { redirect: 'manual' });
        expect(entered.status).toBe(303);
        const workers = existsSync('/proc/self/task')
          ? readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
              .trim()
              .split(' ')
              .filter(Boolean)
          : [];
        child.kill(signal);
        expect(await exit).toBe(0);
        expect(workers.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
        expect(existsSync(join(folder, 'data', 'project.deepsport'))).toBe(true);
      },
    );

    it('cancel a question at Ctrl+C and say so', async () => {
      const child = spawn(
        process.execPath,
        [join(root, 'out', 'main', 'cli.js'), 'ask', sample, 'Which dive?', '--model', 'scripted'],
        { env: environment(), stdio: ['ignore', 'pipe', 'pipe'], detached: true },
      );
      let [printed, noted] = ['', ''];
      child.stdout.on('data', (bytes) => {
        printed += bytes;
      });
      child.stderr.on('data', (bytes) => {
        noted += bytes;
      });
      const exit = ended(child);
      await firstLine(child);
      // As a terminal does it: to the workers as well.
      process.kill(-(child.pid ?? 0), 'SIGINT');
      expect(await exit).toBe(1);
      expect(noted).toBe('Cancelled.\n');
      expect(printed).toMatch(/No answer: the question was cancelled\./);
    });
  },
);
