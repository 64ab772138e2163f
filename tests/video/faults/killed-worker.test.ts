import { copyFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { isDeepSportError } from '#common/domain/index.ts';
import type { WorkerProcess } from '#main/platform/index.ts';
import { readBarCode } from '#main/video/index.ts';
import { createRandom } from '../../random.ts';
import { barCodedFixture, createWorker, temporaryFolder } from '../support/services.ts';

const kills = 20;
const atATime = 8;
const size = { width: 96, height: 64 };

it('A worker killed at random under load loses no more than the requests under way, each with its sentence', async () => {
  await using folder = await temporaryFolder();
  const paths = [folder.path('one.mp4'), folder.path('two.mp4')];
  for (const path of paths) await copyFile(barCodedFixture, path);
  let running: WorkerProcess | null = null;
  await using video = createWorker((worker) => {
    running = worker;
  });
  const killWorker = async () => {
    const worker: WorkerProcess | null = running;
    if (!worker) return;
    const ended = new Promise<void>((resolve) => worker.onExit(() => resolve()));
    worker.kill();
    await ended;
  };
  const random = createRandom(3).next;
  /** Widths differ from round to round, so that no answer comes from memory. */
  const shown = async (path: string, index: number, width: number) => {
    const [frame] = await video.frames(path, [index], { width, height: size.height });
    return frame && readBarCode(frame.pixels, frame);
  };
  for (let kill = 0; kill < kills; kill++) {
    const asked = Array.from({ length: atATime }, (_, i) => ({
      path: paths[i % 2] ?? '',
      index: Math.floor(random() * 90),
    }));
    const answers = asked.map(({ path, index }) => shown(path, index, 96 + kill).catch((error) => error));
    await new Promise((resolve) => setTimeout(resolve, random() * 40));
    await killWorker();
    for (const [i, answer] of (await Promise.all(answers)).entries()) {
      if (isDeepSportError(answer)) {
        expect(answer.code).toBe('WORKER_STOPPED');
        expect(answer.message).toMatch(/^The video decoder stopped unexpectedly .*\. .*\.$/);
      } else {
        expect(answer).toBe(asked[i]?.index);
      }
    }
    const next = Math.floor(random() * 90);
    expect(await shown(paths[kill % 2] ?? '', next, 128 + kill)).toBe(next);
  }
});
