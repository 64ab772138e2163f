import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mediaPaths } from '#common/contract/index.ts';
import { type BurnIn, DeepSportError, type ExportRequest, type ReelPart } from '#common/domain/index.ts';
import type { CreateId, JobBoard } from '../platform/index.ts';
import type { ClipExporter, ExportTask } from '../video/index.ts';
import type { ClipExports, ClipLibrary, ServiceOptions } from './services.ts';

export type ClipExportsParts = {
  readonly clips: Pick<ClipLibrary, 'get' | 'sourceOf'>;
  readonly exporter: ClipExporter;
  readonly jobs: JobBoard;
  readonly createId: CreateId;
  /** Asks for the place by the system's dialog; null when closed. Absent where the host has no dialog. */
  readonly chooseTarget?: ((suggestedName: string) => Promise<string | null>) | undefined;
  /** Where exports lie ready for a page of a host without a dialog; removed with the services. */
  readonly folder: string;
};

/** Exports in the background: to where the person chose, or into a folder from which the page downloads. */
export function createClipExports(parts: ClipExportsParts): ClipExports {
  const { clips, exporter, jobs, createId, chooseTarget, folder } = parts;
  const ready = new Map<string, string>();

  const placeFor = async (task: ExportTask): Promise<string | null> => {
    const name = exporter.suggestedName(task);
    if (chooseTarget) return chooseTarget(name);
    const own = join(folder, createId());
    await mkdir(own, { recursive: true }).catch((error: unknown) => {
      throw new DeepSportError(
        'BAD_INPUT',
        'The data folder cannot be written, so nothing can be exported. Check its disk and permissions.',
        {},
        { cause: error },
      );
    });
    return join(own, name);
  };

  return {
    async start(request, options) {
      const { title, clipId } = await titleOf(request, clips, options);
      const task = await toTask(request, clips, options);
      const target = await placeFor(task);
      if (target === null) return null;
      const id = createId();
      jobs.start(
        { id, kind: 'export', title, clipId },
        async ({ signal, report }) => {
          const result = await exporter.export(task, target, { signal, onStage: report });
          if (!chooseTarget) ready.set(id, target);
          return { ...result, downloadPath: chooseTarget ? null : mediaPaths.exported(id) };
        },
        (result) => result,
      );
      return id;
    },
    fileOf: (jobId) => ready.get(jobId),
    async [Symbol.asyncDispose]() {
      ready.clear();
      if (!chooseTarget) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function titleOf(
  request: ExportRequest,
  clips: ClipExportsParts['clips'],
  options: ServiceOptions | undefined,
): Promise<{ readonly title: string; readonly clipId: string | null }> {
  const clipId = 'parts' in request ? (request.parts[0]?.clipId ?? '') : request.clipId;
  const { name } = await clips.get(clipId, options);
  switch (request.kind) {
    case 'clip':
      return { clipId, title: `${name}, frames ${request.range.start}–${request.range.end}` };
    case 'frames':
      return {
        clipId,
        title:
          request.frames.length === 1
            ? `${name}, frame ${request.frames[0]}`
            : `${name}, ${request.frames.length} frames`,
      };
    case 'reel':
      return { clipId, title: `Reel of ${request.parts.length} ranges, ${name}` };
    case 'stack':
      return { clipId, title: `${request.parts.length} ranges side by side, ${name}` };
    case 'stroboscope': {
      const { start, end } = request.choice.range;
      return { clipId, title: `Stroboscopic picture, ${name}, frames ${start}–${end}` };
    }
  }
}

/** What of a burn-in belongs to a clip. */
function burnInOf(burnIn: BurnIn, clipId: string): BurnIn {
  const belongs = (each: { readonly clipId?: string }) => each.clipId === undefined || each.clipId === clipId;
  return { ...burnIn, events: burnIn.events.filter(belongs), drawings: burnIn.drawings.filter(belongs) };
}

async function toTask(
  request: ExportRequest,
  clips: ClipExportsParts['clips'],
  options: ServiceOptions | undefined,
): Promise<ExportTask> {
  switch (request.kind) {
    case 'clip': {
      const { clipId, ...rest } = request;
      return { ...rest, source: await clips.sourceOf(clipId, options) };
    }
    case 'frames': {
      const { clipId, ...rest } = request;
      return { ...rest, source: await clips.sourceOf(clipId, options) };
    }
    case 'reel': {
      const parts = await partsOf(request.parts, request.burnIn, clips, options);
      return { kind: 'reel', parts, sound: request.sound };
    }
    case 'stack': {
      const parts = await partsOf(request.parts, request.burnIn, clips, options);
      return { kind: 'stack', parts, sound: request.sound };
    }
    case 'stroboscope':
      return {
        kind: 'stroboscope',
        source: await clips.sourceOf(request.clipId, options),
        choice: request.choice,
      };
  }
}

/** Parts with the files of their clips, and what is drawn into each. */
async function partsOf<Part extends ReelPart>(
  parts: readonly Part[],
  burnIn: BurnIn | null,
  clips: ClipExportsParts['clips'],
  options: ServiceOptions | undefined,
) {
  const found = [];
  for (const { clipId, ...part } of parts) {
    const source = await clips.sourceOf(clipId, options);
    found.push({ ...part, source, burnIn: burnIn && burnInOf(burnIn, clipId) });
  }
  return found;
}
