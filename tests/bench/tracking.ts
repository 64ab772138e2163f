// How fast a point is followed, both ways, on a clip of yours or on a generated one (1080p50 H.264, GOP 100).
//
//   node tests/bench/tracking.ts [CLIP FRAME X Y RADIUS]      X and Y as shares of the picture, RADIUS in its pixels
import { runFfmpeg } from '../video/support/ffmpeg.ts';
import { createLocal, temporaryFolder } from '../video/support/services.ts';

await using folder = await temporaryFolder();
const [given, frame = '0', x = '0.5', y = '0.5', radius = '24'] = process.argv.slice(2);
const clip = given ?? folder.path('generated.mp4');
if (!given) {
  // A zoomed still picture of noise: something to be known by everywhere.
  const picture = 'nullsrc=s=480x270,geq=random(1)*255:128:128,gblur=2,scale=1920:1080,loop=-1:1:0,fps=50';
  await runFfmpeg([
    ...['-f', 'lavfi', '-i', picture, '-t', '6'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-g', '100', '-b:v', '8M', '-pix_fmt', 'yuv420p', clip],
  ]);
}
await using video = createLocal();
const { frameCount, width, height } = await video.probe(clip);
const [x0, y0] = [Number(x), Number(y)];
const last = frameCount - 1;
const middle = given ? Number(frame) : 0;
for (const { from, to } of [
  { from: middle, to: last },
  { from: given ? middle : last, to: 0 },
]) {
  if (from === to) continue;
  const range = { start: Math.min(from, to), end: Math.max(from, to) };
  let points = 0;
  let lost: number | null = null;
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  await video.track(
    clip,
    { from: { frame: from, x: x0, y: y0 }, range, radius: Number(radius) },
    {
      onEvent: (event) => {
        if (event.type === 'point') points += 1;
        else lost = event.frame;
      },
    },
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  console.log({
    ...{
      picture: `${width}x${height}`,
      direction: from < to ? 'forward' : 'backward',
      points,
      lost,
    },
    framesPerSecond: Math.round(points / seconds),
    cpuMillisecondsPerFrame: Number(((user + system) / 1000 / points).toFixed(1)),
  });
}
