import { readFile } from 'node:fs/promises';
import type { BenchClip } from './bench-clips.ts';
import { startService } from './ours.ts';

/** As many frames as the caches of worker and client hold, and a few seeks. */
const warmUpFrames = 640;
const warmUpSeeks = 40;
const size = { width: 448, height: 252 };

/** Resident memory of the worker and of this process over random seeks; it must not grow once warm. */
export async function measureMemory(clip: BenchClip, seeks: number): Promise<void> {
  const pids = [process.pid];
  await using video = startService((pid) => pids.push(pid));
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % clip.frameCount;
  };
  for (let first = 0; first < warmUpFrames; first += 16) {
    const indices = Array.from({ length: 16 }, (_, i) => first + i);
    await video.frames(clip.path, indices, size);
  }
  let warm = 0;
  const kept: number[] = [];
  for (let seek = 0; seek < warmUpSeeks + seeks; seek++) {
    await video.frames(clip.path, [random()], size);
    if (seek < warmUpSeeks) continue;
    const used = (await Promise.all(pids.map(residentBytes))).reduce((sum, bytes) => sum + bytes, 0);
    kept.push(used);
    if (kept.length === 25) warm = median(kept);
    if (kept.length % 100 === 0) console.log(`after ${seek + 1} seeks: ${mebibytes(used)} MiB`);
  }
  const end = median(kept.slice(-25));
  const growth = ((end - warm) / warm) * 100;
  console.log(
    `worker and client: ${mebibytes(warm)} MiB when warm, ${mebibytes(end)} MiB at the end, ${growth.toFixed(1)} %`,
  );
}

/** By Linux's account of the process. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}

const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
