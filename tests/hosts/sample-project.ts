import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { putItem, type RecordItem } from '#common/domain/index.ts';
import type { Command } from '#main/hosts/cli/command.ts';
import type { Services } from '#main/rpc/services.ts';
import { openRealServices, root } from './real-services.ts';
import { type Outcome, runCommands } from './run-command.ts';

export type SampleProject = AsyncDisposable & {
  readonly services: Services;
  readonly folder: string;
  /** The project's file, as a command line names it. */
  readonly file: string;
  /** A copy of a sample clip beside it, in the project. */
  readonly clip: string;
  readonly clipId: string;
  readonly put: (...items: readonly RecordItem[]) => void;
  readonly run: (...argv: readonly string[]) => Promise<Outcome>;
};

/** A project with the clip dive-a.mp4, and a command line over it. */
export async function openSampleProject(commands: readonly Command[]): Promise<SampleProject> {
  const folder = mkdtempSync(join(tmpdir(), 'deepsport-cli-'));
  const real = openRealServices();
  const file = join(folder, 'meet.deepsport');
  // The commands look whether the project is there; the services of these tests keep theirs in memory.
  writeFileSync(file, '');
  const clip = join(folder, 'dive-a.mp4');
  copyFileSync(join(root, 'resources', 'samples', 'dive-a.mp4'), clip);
  const { id: clipId } = await real.services.clips.open(clip);
  let edits = 0;
  return {
    services: real.services,
    folder,
    file,
    clip,
    clipId,
    put: (...items) => {
      edits += 1;
      const changes = items.map((item) => putItem(item));
      real.services.project.edit({ id: `edit-${edits}`, title: 'Set up', changes }, { kind: 'person' });
    },
    run: (...argv) => runCommands(commands, real.services, argv),
    async [Symbol.asyncDispose]() {
      await real[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An entry on frames 30–59 of a clip, with its code. */
export const taggedEntry = (clipId: string, { locked = false } = {}): readonly RecordItem[] => [
  {
    ...{ kind: 'code', id: 'entry', name: 'Entry', colour: '#0072b2', order: 0 },
    ...{ role: 'event', hidden: false, locked },
  },
  {
    ...{ kind: 'event', id: 'e1', clipId, codeId: 'entry', range: { start: 30, end: 59 }, labels: [] },
    ...{ note: '', by: { kind: 'person' }, evidence: [], createdAt: '2026-01-01T00:00:00.000Z' },
  },
];
