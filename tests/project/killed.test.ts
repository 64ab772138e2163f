import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openProject } from '#main/project/index.ts';
import { cases } from '../cases.ts';
import { createRandom } from '../random.ts';
import { killAfter, prepareEditors } from './killed-editor.ts';
import { createRecordModel, stateOf } from './record-model.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-killed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Kills one editor after another on the same project, each of which must find what the one before confirmed. */
async function killAgainAndAgain(
  startEditor: Awaited<ReturnType<typeof prepareEditors>>,
  path: string,
  seeds: readonly number[],
): Promise<void> {
  const model = createRecordModel();
  for (const seed of seeds) {
    const random = createRandom(seed);
    // From the midst of opening to dozens of edits.
    const words = random.next() < 0.1 ? 0 : 1 + random.integer(60);
    const run = await killAfter(startEditor(path, seed), words, random.next() * (words === 0 ? 200 : 3));
    if (run.found !== null) {
      expect(run.found, `seed ${seed}`).toBe(model.state());
      model.reopened();
    }
    for (const operation of run.done) model.apply(operation);
    if (!run.begun) continue;
    // What was begun is there as a whole or not at all.
    using project = openProject(path, { clock: Date.now });
    expect(project.notice, `seed ${seed}`).toBe(null);
    const steps = project.history(1e6);
    const isAsBefore =
      stateOf(project) === model.state() &&
      steps.length === model.steps() + model.undone() &&
      steps.filter(({ undone }) => undone).length === model.undone();
    if (!isAsBefore) model.apply(run.begun);
    expect(stateOf(project), `seed ${seed}`).toBe(model.state());
    model.reopened();
  }
  using project = openProject(path, { clock: Date.now });
  expect(stateOf(project)).toBe(model.state());
  const undone = model.undone();
  let steps = 0;
  while (project.undo() !== null) steps += 1;
  expect(stateOf(project)).toBe(model.beginning());
  expect(steps).toBe(model.steps());
  for (let count = 0; count < steps; count++) project.redo();
  expect(stateOf(project)).toBe(model.state());
  expect(project.history(1000).filter((entry) => entry.undone)).toHaveLength(Math.min(undone, 1000));
}

describe('a process killed while it edits', () => {
  test(`${cases(200, 60)} times at random moments loses nothing that it confirmed, and its history still undoes`, {
    timeout: 300_000,
  }, async () => {
    const startEditor = await prepareEditors(folder);
    const seeds = (from: number) => Array.from({ length: cases(200, 60) / 2 }, (_, place) => from + place);
    await Promise.all([
      killAgainAndAgain(startEditor, join(folder, 'one.deepsport'), seeds(1000)),
      killAgainAndAgain(startEditor, join(folder, 'two.deepsport'), seeds(2000)),
    ]);
  });
});
