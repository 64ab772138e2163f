// How fast the pass of an analysis is, on a clip of yours or on a generated one (1080p50 H.264, 8 Mbit/s, GOP 100).
//
//   node tests/bench/analysis.ts [CLIP]
import { analyseFile } from '../video/analysis/analyse-file.ts';
import { runFfmpeg } from '../video/support/ffmpeg.ts';
import { createLocal, temporaryFolder } from '../video/support/services.ts';

const rounds = 3;
await using folder = await temporaryFolder();
const [given] = process.argv.slice(2);
const clip = given ?? folder.path('generated.mp4');
if (!given) {
  await runFfmpeg([
    ...['-f', 'lavfi', '-i', 'testsrc2=s=1920x1080:r=50:d=30,noise=alls=12:allf=t'],
    ...['-f', 'lavfi', '-i', 'sine=440:d=30'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-g', '100', '-b:v', '8M', '-pix_fmt', 'yuv420p'],
    ...['-c:a', 'aac', clip],
  ]);
}
await using video = createLocal();
const { frameCount, durationSeconds } = await video.probe(clip);
for (let round = 0; round < rounds; round++) {
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  await analyseFile(clip, folder.path(`analysis-${round}`));
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  console.log({
    framesPerSecond: Math.round(frameCount / seconds),
    timesRealTime: Number((durationSeconds / seconds).toFixed(2)),
    cpuMillisecondsPerFrame: Number(((user + system) / 1000 / frameCount).toFixed(2)),
    megabytes: Math.round(process.memoryUsage().rss / 2 ** 20),
  });
}
