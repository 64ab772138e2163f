import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeepSportError, type Trajectory } from '#common/domain/index.ts';
import { openProject, type ProjectStore } from '#main/project/index.ts';
import { answeredEnd, framesStep, sampleTrajectory, turnStep } from './sample-trajectory.ts';

let folder: string;
let path: string;
const open = (at = path): ProjectStore => openProject(at, { clock: () => Date.UTC(2026, 0, 2) });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-project-'));
  path = join(folder, 'work', 'my project.deepsport');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function errorOf(action: () => unknown): DeepSportError {
  try {
    action();
  } catch (error) {
    if (error instanceof DeepSportError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

const clip = (clipId: string, clipPath: string, addedAt: string) => ({
  clipId,
  name: 'dive.mp4',
  path: clipPath,
  videoTrack: null,
  captureRate: null,
  addedAt,
  contentHash: null,
  sizeBytes: null,
});

describe('a project', () => {
  test('is made with its folder, and says whether it is new', () => {
    using first = open();
    expect(first.isNew).toBe(true);
    first[Symbol.dispose]();
    using second = open();
    expect(second.isNew).toBe(false);
    expect(second.listClips()).toEqual([]);
  });

  test('gives back a trajectory as the events tell it', () => {
    const trajectory = sampleTrajectory('t1');
    using project = open();
    project.startTrajectory(trajectory);
    project.appendStep('t1', framesStep);
    project.appendStep('t1', turnStep(1));
    project.appendStep('t1', { kind: 'notice', message: 'a notice' });
    expect(project.getTrajectory('t1')).toEqual({
      ...trajectory,
      steps: [framesStep, turnStep(1), { kind: 'notice', message: 'a notice' }],
    });
    project.endTrajectory('t1', answeredEnd);
    const ended = project.getTrajectory('t1');
    expect(ended).toMatchObject({ status: 'answered', answer: 'frame 61', formatValid: true, failure: null });
    project[Symbol.dispose]();
    using again = open();
    expect(again.getTrajectory('t1')).toEqual(ended);
  });

  test('keeps the answer of a trajectory that runs again', () => {
    using project = open();
    project.startTrajectory(sampleTrajectory('t1'));
    project.appendStep('t1', turnStep(1));
    project.endTrajectory('t1', { ...answeredEnd, formatValid: false });
    project.resumeTrajectory('t1');
    project.appendStep('t1', turnStep(2));
    expect(project.getTrajectory('t1')).toMatchObject({
      status: 'running',
      answer: 'frame 61',
      formatValid: null,
      steps: [turnStep(1), turnStep(2)],
    });
  });

  test('lists the trajectories of a clip, oldest first', () => {
    using project = open();
    for (const id of ['b', 'a', 'c']) project.startTrajectory(sampleTrajectory(id));
    project.startTrajectory(sampleTrajectory('elsewhere', 'clip-2'));
    project.appendStep('a', turnStep(1));
    expect(project.listTrajectories('clip-1').map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    project.appendStep('unknown', turnStep(2));
    expect(project.getTrajectory('unknown')).toBeUndefined();
  });

  test('lists clips newest first; one added again is the newest', () => {
    using project = open();
    project.addClip(clip('one', '/media/1.mp4', '2026-01-01'));
    project.addClip(clip('two', '/media/2.mp4', '2026-01-02'));
    project.addClip(clip('one', '/media/1.mp4', '2026-01-03'));
    expect(project.listClips().map(({ clipId }) => clipId)).toEqual(['one', 'two']);
    project.removeClip('one');
    expect(project.listClips().map(({ clipId }) => clipId)).toEqual(['two']);
  });

  test('finds the clips below its folder after the folder has moved', () => {
    const inside = join(folder, 'work', 'clips', 'dive.mp4');
    const outside = join(folder, 'elsewhere.mp4');
    {
      using project = open();
      project.addClip(clip('inside', inside, '2026-01-01'));
      project.addClip(clip('outside', outside, '2026-01-02'));
      project.addClip(clip('synthetic', 'synthetic:frames=300', '2026-01-03'));
      expect(project.listClips().map((found) => found.path)).toEqual([
        'synthetic:frames=300',
        outside,
        inside,
      ]);
    }
    const moved = join(folder, 'moved', 'my project.deepsport');
    mkdirSync(join(folder, 'moved'));
    writeFileSync(moved, readFileSync(path));
    using project = open(moved);
    expect(project.listClips().map((found) => found.path)).toEqual([
      'synthetic:frames=300',
      outside,
      join(folder, 'moved', 'clips', 'dive.mp4'),
    ]);
  });

  test('marks what was running when the application stopped as failed, with its steps', () => {
    {
      using project = open();
      project.startTrajectory(sampleTrajectory('cut'));
      project.appendStep('cut', framesStep);
    }
    using project = open();
    expect(project.listTrajectories('clip-1')).toMatchObject([
      {
        status: 'failed',
        formatValid: false,
        steps: [framesStep],
        failure: { message: 'The application stopped while this was being answered.' },
      },
    ]);
  });

  test('can be kept nowhere', () => {
    using project = open(':memory:');
    project.startTrajectory(sampleTrajectory('t1'));
    expect(project.isNew).toBe(true);
    expect(project.getTrajectory('t1')?.id).toBe('t1');
  });
});

describe('a process killed while it appends steps', () => {
  test('loses no confirmed step, and the project opens', { timeout: 300_000 }, async () => {
    const script = fileURLToPath(new URL('./append-steps-until-killed.ts', import.meta.url));
    for (const turns of [1, 40, 150]) {
      const at = join(folder, `killed-${turns}.deepsport`);
      const child = fork(script, [at], { stdio: 'inherit' });
      const exit = new Promise((resolve) => child.once('exit', resolve));
      let confirmed = 0;
      await new Promise<void>((resolve) => {
        child.on('message', (turn) => {
          confirmed = Number(turn);
          if (confirmed >= turns) resolve();
        });
        child.once('exit', () => resolve());
      });
      child.kill('SIGKILL');
      await exit;
      using project = open(at);
      const trajectory = project.getTrajectory('killed') as Trajectory;
      expect(confirmed).toBeGreaterThanOrEqual(turns);
      expect(trajectory.steps.length).toBeGreaterThanOrEqual(confirmed);
      expect(trajectory.steps).toEqual(trajectory.steps.map((_, place) => turnStep(place + 1)));
      expect(trajectory.status).toBe('failed');
      expect(project.listClips()).toHaveLength(1);
    }
  });
});

describe('a file that is no project of this version', () => {
  const write = (bytes: string | Uint8Array): void => {
    mkdirSync(join(folder, 'work'), { recursive: true });
    writeFileSync(path, bytes);
  };
  const forgetCopy = (): void => {
    for (const suffix of ['.backup', '.journal']) rmSync(path + suffix);
  };
  const withDatabase = (work: (database: DatabaseSync) => void): void => {
    const database = new DatabaseSync(path);
    work(database);
    database.close();
  };

  test.each([
    ['text', 'this is no database at all, but it is long enough to have been one.'.repeat(20)],
    ['noise', Uint8Array.from({ length: 8192 }, (_, place) => (place * 73 + 11) % 251)],
  ])('made of %s is refused with what to do, and left as it is', (_, bytes) => {
    write(bytes);
    const before = readFileSync(path);
    const error = errorOf(() => open());
    expect(error.code).toBe('PROJECT_DAMAGED');
    expect(error.message).toContain('The project my project.deepsport cannot be read');
    expect(readFileSync(path)).toEqual(before);
  });

  test('that belongs to another program is refused', () => {
    mkdirSync(join(folder, 'work'));
    withDatabase((database) => database.exec('CREATE TABLE notes (text TEXT)'));
    expect(errorOf(() => open()).code).toBe('PROJECT_DAMAGED');
  });

  test('that was cut off is refused where there is no copy of it', () => {
    {
      using project = open();
      project.startTrajectory(sampleTrajectory('t1'));
      for (let turn = 1; turn < 200; turn++) project.appendStep('t1', turnStep(turn));
    }
    forgetCopy();
    truncateSync(path, Math.floor(statSync(path).size / 2 / 4096) * 4096);
    expect(errorOf(() => open()).code).toBe('PROJECT_DAMAGED');
  });

  test('with a trajectory that cannot be read says so when asked for it, and serves the others', () => {
    {
      using project = open();
      project.startTrajectory(sampleTrajectory('bad'));
      project.startTrajectory(sampleTrajectory('good'));
    }
    forgetCopy();
    withDatabase((database) =>
      database.exec(`UPDATE trajectories SET beginning = '{"mode":' WHERE trajectory_id = 'bad'`),
    );
    using project = open();
    expect(errorOf(() => project.getTrajectory('bad')).code).toBe('PROJECT_DAMAGED');
    expect(project.getTrajectory('good')?.id).toBe('good');
    expect(project.listTrajectories('clip-1').map(({ id }) => id)).toEqual(['good']);
  });

  test('but a folder is refused without naming its place', () => {
    mkdirSync(path, { recursive: true });
    const error = errorOf(() => open());
    expect(error.code).toBe('BAD_INPUT');
    expect(error.message).not.toContain(folder);
  });

  test('an empty file becomes a project', () => {
    write('');
    using project = open();
    expect(project.listClips()).toEqual([]);
  });
});
