import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  codesInOrder,
  DeepSportError,
  type EventChoice,
  type RecordUpdate,
  toDeepSportError,
} from '#common/domain/index.ts';
import type { Clock, Log } from '#main/platform/index.ts';
import { writeEvents } from '#main/project/exchange/index.ts';
import type { ProjectStore } from '#main/project/project-store.ts';
import { type CollectParts, collectEvents, itemsOf } from './collect-events.ts';
import { writeAside } from './write-aside.ts';

export type LiveImportParts = {
  readonly project: CollectParts['project'] & Pick<ProjectStore, 'onUpdate'>;
  readonly clips: CollectParts['clips'];
  /** Where Sportscode looks for files; empty for nowhere. */
  readonly folder: () => string;
  readonly clock: Clock;
  readonly log: Log;
  readonly platform: NodeJS.Platform;
  /** Told once when the folder cannot be written, and again when it can no longer be after it could. */
  readonly onTrouble?: (trouble: DeepSportError) => void;
  /** After an edit this long is waited for the next one, so that a burst of them is one file. */
  readonly quietMilliseconds?: number;
};

/** A folder that stays away for an evening must not gather everything. */
const mostWaiting = 10_000;

/**
 * Sportscode takes up files whose names begin with `<import>`. A moment after each edit the events that are new or
 * changed are written there, a file for each clip, aside first and renamed when whole. Windows allows no `<` in
 * names: there they begin with `(import)`, to be taken up by hand. While the folder is missing or full, one line
 * in the log says so and the events wait.
 */
export function createLiveImport(parts: LiveImportParts) {
  const { project, clips, folder, clock, log, platform, quietMilliseconds = 1000 } = parts;
  const waiting = new Set<string>();
  const skipped = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  let failedAt: string | null = null;
  let written = 0;

  const note = (update: RecordUpdate) => {
    if (folder() === '') return waiting.clear();
    if (update.type === 'snapshot') return;
    if (skipped.delete(update.editId)) return;
    for (const { kind, id, item } of update.changes) {
      if (kind !== 'event') continue;
      if (item && waiting.size < mostWaiting) waiting.add(id);
      else waiting.delete(id);
    }
    if (waiting.size === 0) return;
    clearTimeout(timer);
    timer = setTimeout(flush, quietMilliseconds);
  };

  const writeClip = async (clipId: string, eventIds: readonly string[], into: string) => {
    const choice: EventChoice = { clipId, codeIds: null, eventIds };
    const document = await collectEvents('', choice, { project, clips });
    const hidden = new Set(document.codes.filter((code) => code.hidden).map(({ id }) => id));
    const events = document.events.filter(({ codeId }) => !hidden.has(codeId));
    if (events.length === 0) return;
    written += 1;
    const mark = platform === 'win32' ? '(import)' : '<import>';
    const stem = (document.clips[0]?.info.name ?? 'clip').replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').slice(0, 80);
    const time = new Date(clock()).toISOString().replace(/[:.]/g, '-').slice(0, 19);
    const name = `${mark} ${stem} ${time} ${written}.xml`;
    const xml = writeEvents(
      'sportscode',
      { ...document, codes: codesInOrder(document.codes), events },
      {
        asciiOnly: false,
      },
    );
    await writeAside(join(into, name), xml);
  };

  const writeWaiting = async () => {
    const into = folder();
    if (into === '' || waiting.size === 0) return;
    const ids = [...waiting];
    try {
      if (!(await stat(into).catch(() => null))?.isDirectory()) {
        // Its own folder may be made, but not a path on a drive that is not there.
        await mkdir(into);
      }
      const events = itemsOf(project.snapshot().items, 'event').filter(({ id }) => waiting.has(id));
      for (const clipId of new Set(events.map((event) => event.clipId))) {
        const own = events.filter((event) => event.clipId === clipId).map(({ id }) => id);
        await writeClip(clipId, own, into);
        for (const id of own) waiting.delete(id);
      }
      for (const id of ids) waiting.delete(id);
      failedAt = null;
    } catch (error) {
      if (failedAt !== into) {
        const reason = toDeepSportError(error);
        log('warn', 'the folder for live import cannot be written: events wait until it can', {
          code: reason.code,
          reason: reason.message,
        });
        parts.onTrouble?.(cannotWrite(reason));
      }
      failedAt = into;
    }
  };

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(writeWaiting);
    return writing;
  };

  const stop = project.onUpdate(note);
  return {
    /** Events of this edit come from another program, which has them. */
    skip: (editId: string) => void skipped.add(editId),
    async [Symbol.asyncDispose]() {
      stop();
      await flush();
    },
  };
}

const cannotWrite = (cause: DeepSportError): DeepSportError =>
  new DeepSportError(
    cause.code === 'DISK_FULL' ? 'DISK_FULL' : 'BAD_INPUT',
    cause.code === 'DISK_FULL'
      ? 'The disk with the folder for live import is full: new events wait. Free some space there.'
      : 'The folder for live import cannot be written: new events wait. See that it is there, or choose another in the settings.',
    {},
    { cause },
  );
