import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { putItem } from '#common/domain/index.ts';
import { openProject, type ProjectStore } from '#main/project/index.ts';
import { createRandom, type Random } from '../random.ts';
import { perform, randomItem, randomOperation, sampleClip, stateOf } from './record-model.ts';
import { answeredEnd, sampleTrajectory, turnStep } from './sample-trajectory.ts';

let folder: string;
let path: string;
const open = (at = path): ProjectStore =>
  openProject(at, { clock: () => Date.UTC(2026, 0, 2, 3, 4, 5), elapsed: () => 0 });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-recovery-'));
  path = join(folder, 'match.deepsport');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const person = { kind: 'person' } as const;
const wholeOf = (project: ProjectStore): string =>
  JSON.stringify([stateOf(project), project.listTrajectories('clip-1'), project.history(1000)]);

/** A project of some size, closed; more was done in it since it was closed first. */
function makeProject(random: Random): void {
  {
    using project = open();
    project.addClip(sampleClip('clip-1'));
    project.startTrajectory(sampleTrajectory('t1'));
    for (let turn = 1; turn <= 40; turn++) project.appendStep('t1', turnStep(turn));
    project.endTrajectory('t1', answeredEnd);
    const changes = Array.from({ length: 400 }, (_, place) => {
      const item = { ...randomItem(random), id: `many-${place}` };
      return putItem(item);
    });
    project.edit({ id: 'many', title: 'Import 400 events', changes }, person);
  }
  using project = open();
  edit(project, random, 20);
}

function edit(project: ProjectStore, random: Random, count: number): void {
  for (let done = 0; done < count; done++) perform(project, randomOperation(random, `edit-${done}`));
}

/** The files as a process that is killed now would leave them. */
function keepAsKilled(to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (name.startsWith('match.deepsport') && !name.endsWith('.lock')) {
      copyFileSync(join(folder, name), join(to, name));
    }
  }
}

const damages: readonly (readonly [string, (file: string, random: Random) => void])[] = [
  ['cut', (file, random) => truncateSync(file, random.integer(statSync(file).size))],
  [
    'with bytes flipped',
    (file, random) => {
      const bytes = readFileSync(file);
      for (let count = random.integer(64); count >= 0; count--) {
        const place = random.integer(bytes.length);
        bytes[place] = (bytes[place] ?? 0) ^ (1 + random.integer(255));
      }
      writeFileSync(file, bytes);
    },
  ],
  [
    'with a stretch of zeros',
    (file, random) => {
      const bytes = readFileSync(file);
      const start = random.integer(bytes.length);
      writeFileSync(file, bytes.fill(0, start, start + 1 + random.integer(20_000)));
    },
  ],
  ['gone', (file) => rmSync(file)],
];

describe('a file that is no project, or one damaged beyond help', () => {
  const remains: readonly (readonly [string, (file: string) => void])[] = [
    ['a text of that name', (file) => writeFileSync(file, 'Not a project at all. '.repeat(400))],
    ['a project cut in the middle', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['a project of zeros after its head', (file) => writeFileSync(file, readFileSync(file).fill(0, 200))],
  ];
  test.each(remains)('leaves nothing beside it that was not there: %s', (_, damage) => {
    makeProject(createRandom(3));
    const alone = join(folder, 'alone');
    mkdirSync(alone);
    const at = join(alone, 'match.deepsport');
    copyFileSync(path, at);
    damage(at);
    const before = readFileSync(at);
    expect(() => open(at)).toThrow(/match\.deepsport cannot be read/);
    expect(readdirSync(alone)).toEqual(['match.deepsport']);
    expect(readFileSync(at).equals(before)).toBe(true);

    // A lock that somebody else laid there is not ours to take away.
    writeFileSync(`${at}.lock`, '');
    expect(() => open(at)).toThrow();
    expect(readdirSync(alone)).toEqual(['match.deepsport', 'match.deepsport.lock']);
  });
});

describe('a project whose file was damaged', () => {
  test.each([
    ['after it was closed', false],
    ['while its log was still beside it', true],
  ])('%s is the same as before, in 48 cases', { timeout: 300_000 }, (_, isKilled) => {
    const random = createRandom(isKilled ? 7 : 8);
    makeProject(random);
    const killed = join(folder, 'killed');
    let whole: string;
    {
      using project = open();
      if (isKilled) edit(project, random, 30);
      whole = wholeOf(project);
      if (isKilled) keepAsKilled(killed);
    }
    if (!isKilled) keepAsKilled(killed);
    let recovered = 0;
    for (let count = 0; count < 48; count++) {
      const [name, damage] = damages[count % damages.length] as (typeof damages)[number];
      const here = join(folder, `case-${count}`);
      mkdirSync(here);
      for (const file of readdirSync(killed)) copyFileSync(join(killed, file), join(here, file));
      const at = join(here, 'match.deepsport');
      damage(at, random);
      const damaged = existsSync(at) ? readFileSync(at) : undefined;
      {
        using project = open(at);
        expect(wholeOf(project) === whole, `${name}, case ${count}`).toBe(true);
        const aside = readdirSync(here).filter((file) => /\.damaged-[\d-]+$/.test(file));
        if (project.notice === null) expect(aside).toEqual([]);
        else {
          recovered += 1;
          expect(project.notice).toMatch(
            /^The file of the project match\.deepsport was (damaged|gone), so it/,
          );
          expect(project.notice).toContain('up to 2026-01-02 03:04:05 UTC');
          expect(aside).toHaveLength(damaged ? 1 : 0);
          for (const file of aside) {
            expect(damaged?.equals(readFileSync(join(here, file))), `${name}, case ${count}`).toBe(true);
          }
        }
        edit(project, random, 3);
        while (project.undo() !== null);
      }
      using again = open(at);
      expect(again.notice).toBe(null);
      expect(again.snapshot().items).toEqual([]);
      rmSync(here, { recursive: true });
    }
    // Some damages strike what is not in use, or what the log holds anew.
    expect(recovered).toBeGreaterThan(24);
  });

  test('and whose journal was cut within its last line loses that line alone', () => {
    const random = createRandom(3);
    makeProject(random);
    const killed = join(folder, 'killed');
    let before: string;
    {
      using project = open();
      edit(project, random, 10);
      before = wholeOf(project);
      project.edit({ id: 'last', title: 'Last', changes: [putItem(randomItem(random))] }, person);
      keepAsKilled(killed);
    }
    const at = join(killed, 'match.deepsport');
    truncateSync(at, 5000);
    truncateSync(`${at}.journal`, statSync(`${at}.journal`).size - 7);
    using project = open(at);
    expect(wholeOf(project)).toBe(before);
    expect(project.notice).toContain('was damaged');
  });

  test('while it was open says so, and is the same as before when it is opened again', () => {
    const random = createRandom(14);
    makeProject(random);
    let whole: string;
    {
      using project = open();
      edit(project, random, 10);
      whole = wholeOf(project);
    }
    {
      using project = open();
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0x5a, 8192));
      expect(() => project.snapshot()).toThrow(
        'The file of the project match.deepsport was damaged while it was open. Close the project and open it again',
      );
      expect(() => project.startTrajectory(sampleTrajectory('t2'))).toThrow('was damaged while it was open');
    }
    using project = open();
    expect(project.notice).toContain('was damaged, so it was made again');
    expect(wholeOf(project)).toBe(whole);
  });

  test('is refused where its copy is damaged too, and left as it is', () => {
    makeProject(createRandom(4));
    const noise = Uint8Array.from({ length: 8192 }, (_, place) => (place * 73 + 11) % 251);
    writeFileSync(path, noise);
    writeFileSync(`${path}.backup`, noise);
    expect(() => open()).toThrow(/^The project match\.deepsport cannot be read: it is damaged/);
    expect(readFileSync(path)).toEqual(Buffer.from(noise));
  });
});

describe('a project whose file is gone', () => {
  test('is not begun anew over a copy that cannot be read', () => {
    makeProject(createRandom(13));
    rmSync(path);
    writeFileSync(`${path}.backup`, 'noise');
    expect(() => open()).toThrow('The project match.deepsport cannot be read');
    expect(readFileSync(`${path}.backup`, 'utf8')).toBe('noise');
    expect(existsSync(path)).toBe(false);
  });
});

describe('a project whose file is sound', () => {
  test('after a kill is opened from its log, without a recovery', () => {
    const random = createRandom(5);
    makeProject(random);
    const killed = join(folder, 'killed');
    let whole: string;
    {
      using project = open();
      edit(project, random, 30);
      whole = wholeOf(project);
      keepAsKilled(killed);
    }
    expect(statSync(join(killed, 'match.deepsport-wal')).size).toBeGreaterThan(0);
    using project = open(join(killed, 'match.deepsport'));
    expect(project.notice).toBe(null);
    expect(wholeOf(project)).toBe(whole);
    expect(
      readdirSync(killed).filter((name) => name.includes('damaged') || name.includes('rebuilt')),
    ).toEqual([]);
  });

  test('gets from the journal what a power cut took away', () => {
    const random = createRandom(6);
    makeProject(random);
    const killed = join(folder, 'killed');
    let whole: string;
    {
      using project = open();
      edit(project, random, 30);
      whole = wholeOf(project);
      keepAsKilled(killed);
    }
    for (const suffix of ['-wal', '-shm']) rmSync(join(killed, `match.deepsport${suffix}`));
    using project = open(join(killed, 'match.deepsport'));
    expect(project.notice).toBe(null);
    expect(wholeOf(project)).toBe(whole);
  });

  test.each([
    ['.backup', 'copy'],
    ['.journal', 'journal'],
  ])('stays as it is when %s is damaged, and gets another one', (suffix) => {
    const random = createRandom(9);
    makeProject(random);
    const killed = join(folder, 'killed');
    let whole: string;
    {
      using project = open();
      edit(project, random, 10);
      whole = wholeOf(project);
      keepAsKilled(killed);
    }
    const at = join(killed, 'match.deepsport');
    writeFileSync(at + suffix, 'noise');
    {
      using project = open(at);
      expect(project.notice).toBe(null);
      expect(wholeOf(project)).toBe(whole);
    }
    truncateSync(at, 5000);
    using project = open(at);
    expect(project.notice).toContain('was damaged');
    expect(wholeOf(project)).toBe(whole);
  });

  test('counts as it is where a person put another one in its place', () => {
    const random = createRandom(10);
    makeProject(random);
    const other = join(folder, 'other.deepsport');
    {
      using project = open(other);
      project.addClip(sampleClip('elsewhere'));
    }
    copyFileSync(other, path);
    {
      using project = open();
      expect(project.notice).toBe(null);
      expect(project.listClips().map(({ clipId }) => clipId)).toEqual(['elsewhere']);
    }
    rmSync(path);
    using project = open();
    expect(project.notice).toContain('was gone');
    expect(project.listClips().map(({ clipId }) => clipId)).toEqual(['elsewhere']);
  });

  test('has a copy made meanwhile, from which the journal goes on', async () => {
    const random = createRandom(11);
    const killed = join(folder, 'killed');
    let whole = '';
    {
      using project = openProject(path, {
        clock: () => Date.UTC(2026, 0, 2),
        elapsed: () => 0,
        copyAfterMilliseconds: 1,
      });
      project.addClip(sampleClip('clip-1'));
      const before = statSync(`${path}.backup`).ino;
      while (statSync(`${path}.backup`).ino === before) {
        edit(project, random, 1);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      edit(project, random, 5);
      whole = stateOf(project);
      keepAsKilled(killed);
    }
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
    rmSync(join(killed, 'match.deepsport'));
    rmSync(join(killed, 'match.deepsport-wal'));
    using project = open(join(killed, 'match.deepsport'));
    expect(stateOf(project)).toBe(whole);
  });
});

describe('a copy of a project', () => {
  test('is the same file as the project when that is closed, and nothing else is left', () => {
    makeProject(createRandom(12));
    expect(readFileSync(`${path}.backup`).equals(readFileSync(path))).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(
      ['', '.backup', '.journal', '.lock'].map((suffix) => `match.deepsport${suffix}`),
    );
  });

  test('that cannot be made keeps nobody from editing', () => {
    open()[Symbol.dispose]();
    rmSync(`${path}.backup`);
    mkdirSync(join(`${path}.backup`, 'in the way'), { recursive: true });
    {
      using project = open();
      project.addClip(sampleClip('clip-1'));
    }
    using project = open();
    expect(project.listClips()).toHaveLength(1);
  });
});
