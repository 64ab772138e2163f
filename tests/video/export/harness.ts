import type { FrameRange, Size } from '#common/domain/index.ts';
import { serveWorker, type WorkerProcess } from '#main/platform/index.ts';
import type { WorkerReply, WorkerRequest } from '#main/platform/worker-protocol.ts';
import type { ClipExporter } from '#main/video/export/clip-exporter.ts';
import { createClipExporter } from '#main/video/export/create-clip-exporter.ts';
import { exportWorkerMethods } from '#main/video/export/export-worker-methods.ts';
import type { FreeBytes } from '#main/video/export/free-space.ts';
import { readBarCode } from '#main/video/index.ts';
import type { ClipSource, VideoService } from '#main/video/video-service.ts';
import { runFfmpeg } from '../support/ffmpeg.ts';

/** The exporter's worker in this process, for tests of what it writes. */
function workerHere(): WorkerProcess {
  const toWorker: ((message: WorkerRequest) => void)[] = [];
  const fromWorker: ((message: WorkerReply) => void)[] = [];
  const exits: ((reason: string) => void)[] = [];
  queueMicrotask(() =>
    serveWorker(exportWorkerMethods(), {
      post: (message) => {
        for (const listener of fromWorker) listener(message);
      },
      onMessage: (listener) => toWorker.push(listener),
    }),
  );
  return {
    pid: process.pid,
    post: (message) => {
      for (const listener of toWorker) listener(message);
    },
    onMessage: (listener) => fromWorker.push(listener),
    onExit: (listener) => exits.push(listener),
    kill: () => {
      for (const listener of exits) listener('ended');
    },
  };
}

export const exporterHere = (video: VideoService, freeBytes?: FreeBytes): ClipExporter =>
  createClipExporter({ startWorker: workerHere, video, ...(freeBytes ? { freeBytes } : {}) });

/** The numbers that a file's frames show, read by our reader. */
export async function shownBy(video: VideoService, source: ClipSource): Promise<readonly (number | null)[]> {
  const { frameCount } = await video.probe(source);
  const indices = Array.from({ length: frameCount }, (_, i) => i);
  const frames = await video.frames(source, indices, { width: 128, height: 96 });
  return frames.map((frame) => readBarCode(frame.pixels, frame));
}

/** The same by the ffmpeg program, turned upright as it does by itself. */
export async function shownByFfmpeg(path: string): Promise<readonly (number | null)[]> {
  const size: Size = { width: 128, height: 96 };
  const output = [
    '-fps_mode',
    'passthrough',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-s',
    '128x96',
    'pipe:1',
  ];
  const bytes = await runFfmpeg(['-i', path, '-map', '0:v:0', ...output]);
  const length = size.width * size.height * 3;
  return Array.from({ length: bytes.length / length }, (_, i) =>
    readBarCode(bytes.subarray(i * length, (i + 1) * length), size),
  );
}

/** Hashes of the decoded planes, before any conversion. */
export async function planeHashes(
  video: VideoService,
  source: ClipSource,
  { start, end }: FrameRange,
): Promise<readonly (string | null)[]> {
  const hashes: (string | null)[] = [];
  for (let frame = start; frame <= end; frame++) {
    const { planesSha256, rgbSha256 } = await video.fingerprint(source, frame);
    hashes.push(planesSha256 ?? rgbSha256);
  }
  return hashes;
}
