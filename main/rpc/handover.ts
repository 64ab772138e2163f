import { mkdir, rm } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { mediaPaths } from '#common/contract/index.ts';
import { DeepSportError, type ExportResult, type HandoverRequest } from '#common/domain/index.ts';
import type { Clock, CreateId, JobBoard, Log, PdfPrinter } from '../platform/index.ts';
import { extensionOf, lossOf, writeCodeWindow, writeEvents } from '../project/exchange/index.ts';
import type { ProjectStore } from '../project/project-store.ts';
import { writeReport } from '../project/report/index.ts';
import { type CaseFilesParts, createCaseFiles } from './handover/case/case-files.ts';
import { collectEvents, itemsOf } from './handover/collect-events.ts';
import { collectReport, type ReportParts } from './handover/collect-report.ts';
import { createImports } from './handover/imports.ts';
import { createLiveImport } from './handover/live-import.ts';
import { checkNotSource } from './handover/not-a-source.ts';
import { writeAside } from './handover/write-aside.ts';
import type { Handover, ServiceOptions } from './services.ts';
import { veiledRemark } from './veiled-questions.ts';

export type HandoverParts = Omit<ReportParts, 'project' | 'clips' | 'video'> &
  Pick<CaseFilesParts, 'agent' | 'secrets' | 'identify' | 'clips' | 'video'> & {
    readonly project: ProjectStore;
    readonly jobs: JobBoard;
    readonly clock: Clock;
    readonly createId: CreateId;
    readonly log: Log;
    readonly platform: NodeJS.Platform;
    readonly printer: PdfPrinter;
    /** Where events go for Sportscode to take up; empty for nowhere. */
    readonly liveImportFolder: () => string;
    /** Asks for the place by the system's dialog; null when closed. Absent where the host has no dialog. */
    readonly chooseTarget?: ((suggestedName: string) => Promise<string | null>) | undefined;
    /** Where files lie ready for a page of a host without a dialog; removed with the services. */
    readonly folder: string;
  };

type Work = Parameters<Parameters<JobBoard['start']>[1]>[0];
/** A file to be written: its name, what the job is called, and its content when the time comes. */
type Task = {
  readonly name: string;
  readonly title: string;
  readonly clipId: string | null;
  readonly content: (
    work: Work,
  ) => Promise<{ pieces: Iterable<string> | AsyncIterable<string | Uint8Array>; note: string }>;
};

/** Hands over events, reports and code windows as jobs, and takes in what others hand over. */
export function createHandover(parts: HandoverParts): Handover {
  const { chooseTarget, createId, folder, jobs, project } = parts;
  const ready = new Map<string, string>();
  const live = createLiveImport({
    ...parts,
    folder: parts.liveImportFolder,
    // A job that failed is what a page shows of work that nobody waits for.
    onTrouble: (trouble) => {
      const job = { kind: 'handover', title: 'Live import', clipId: null } as const;
      jobs.start(job, () => Promise.reject(trouble)).finished.catch(() => {});
    },
  });
  const imports = createImports({ ...parts, onEdit: live.skip });
  const cases = createCaseFiles(parts);

  const placeFor = async (name: string): Promise<string | null> => {
    if (chooseTarget) return chooseTarget(name);
    const own = join(folder, createId());
    await mkdir(own, { recursive: true }).catch((error: unknown) => {
      throw new DeepSportError(
        'BAD_INPUT',
        'The data folder cannot be written, so nothing can be handed over. Check its disk and permissions.',
        {},
        { cause: error },
      );
    });
    return join(own, name);
  };

  return {
    async start(request, options) {
      const task = await taskOf(request, parts, options);
      const target = await placeFor(task.name);
      if (target === null) return null;
      checkNotSource(target, project);
      const id = createId();
      const { title, clipId } = task;
      jobs.start(
        { id, kind: 'handover', title, clipId },
        async (work): Promise<ExportResult> => {
          const { pieces, note } = await task.content(work);
          const sizeBytes = await writeAside(target, pieces, work.signal);
          if (!chooseTarget) ready.set(id, target);
          const downloadPath = chooseTarget ? null : mediaPaths.exported(id);
          return { fileName: parse(target).base, sizeBytes, frameCount: 0, note, downloadPath };
        },
        (result) => result,
      );
      return id;
    },
    cases,
    fileOf: (jobId) => ready.get(jobId),
    preview: (fileName, bytes, options) => imports.preview(fileName, bytes, options),
    import: (importId, clipId) => imports.import(importId, clipId),
    marking: (importId, clipId) => imports.marking(importId, clipId),
    cancelImport: (importId) => imports.cancelImport(importId),
    async [Symbol.asyncDispose]() {
      await live[Symbol.asyncDispose]();
      imports.clear();
      ready.clear();
      if (!chooseTarget) await rm(folder, { recursive: true, force: true });
    },
  };

  async function taskOf(
    request: HandoverRequest,
    { projects, printer }: HandoverParts,
    options: ServiceOptions | undefined,
  ): Promise<Task> {
    switch (request.kind) {
      case 'events': {
        const { format, asciiOnly, events: choice } = request;
        const title = projects.current().name;
        const document = await collectEvents(title, choice, parts, options);
        if (document.events.length === 0) {
          throw new DeepSportError(
            'BAD_INPUT',
            'There is no event to hand over. Choose other codes or clips.',
          );
        }
        // Says at once what the format cannot hold.
        const pieces = writeEvents(format, document, { asciiOnly });
        const [clip, second] = document.clips;
        const stem = clip && !second ? parse(clip.info.name).name : title;
        const count = document.events.length;
        return {
          name: `${fileName(stem)}${extensionOf[format]}`,
          title: `${count} event${count === 1 ? '' : 's'} as ${extensionOf[format].slice(1).toUpperCase()}`,
          clipId: choice.clipId,
          content: async () => ({
            pieces,
            note: [
              ...document.missing,
              // Other formats hold no questions.
              ...(format === 'jsonl' ? veiledRemark(document.veiled) : []),
              lossOf(format, document),
            ]
              .filter(Boolean)
              .join(' '),
          }),
        };
      }
      case 'report': {
        if (request.format === 'pdf') await printer.check();
        const title = request.title || `${projects.current().name} report`;
        return {
          name: `${fileName(title)}.${request.format}`,
          title,
          clipId: request.events.clipId,
          content: async (work) => {
            const input = await collectReport(request, parts, work);
            const page = writeReport(input);
            const note = input.remarks.join(' ');
            if (request.format === 'html') return { pieces: [page], note };
            work.report({ stage: 'Printing', done: 0, total: null });
            const pdf = await printer.print(page, { signal: work.signal });
            return { pieces: once(pdf), note };
          },
        };
      }
      case 'case': {
        const { stem, pieces } = await cases.prepare(request);
        return {
          name: `${fileName(stem)} case.zip`,
          title: `Case ${stem}`,
          clipId: request.events.clipId,
          content: pieces,
        };
      }
      case 'code-window': {
        const found = itemsOf(project.snapshot().items, 'code-window').find(
          ({ id }) => id === request.codeWindowId,
        );
        if (!found) throw new DeepSportError('NOT_FOUND', 'This code window is not in the project any more.');
        return {
          name: `${fileName(found.name)} code window.json`,
          title: `Code window ${found.name}`,
          clipId: null,
          content: async () => ({ pieces: [writeCodeWindow(found)], note: '' }),
        };
      }
    }
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}

/** A name that every file system takes. */
const fileName = (text: string): string =>
  text
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
    .slice(0, 80)
    .trim() || 'events';
