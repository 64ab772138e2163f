import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createRandom } from '../../random.ts';
import { writeBarCodedFile } from '../support/bar-coded-file.ts';
import { ffmpegNote, hasFfmpeg } from '../support/ffmpeg.ts';
import { createWorker, temporaryFolder } from '../support/services.ts';

const canRun = hasFfmpeg && existsSync('/proc/self/status');
const picture = { width: 960, height: 540 };
const frameCount = 400;
/** A decoded frame of the clip. If each seek left one behind, growth would be twice what is allowed. */
const frameBytes = picture.width * picture.height * 1.5;
const warmUpSeeks = 60;
const seeks = 150;

const residentBytes = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;

it.skipIf(!canRun)(`The worker keeps its size over many seeks${ffmpegNote}`, async () => {
  await using folder = await temporaryFolder();
  const path = folder.path('long.mp4');
  const output = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50', '-bf', '2', '-sc_threshold', '0'];
  await writeBarCodedFile({ path, frameCount, size: picture, output });
  let pid = 0;
  await using video = createWorker((worker) => {
    pid = worker.pid ?? 0;
  });
  const random = createRandom(1).next;
  const seek = async (count: number) => {
    // Sizes differ, so that what is kept of one seek serves no other.
    for (let i = 0; i < count; i++) {
      await video.frames(path, [Math.floor(random() * frameCount)], { width: 64 + (i % 8) * 2, height: 48 });
    }
    return residentBytes(pid);
  };
  const warm = await seek(warmUpSeeks);
  expect((await seek(seeks)) - warm).toBeLessThan((seeks / 2) * frameBytes);
});
