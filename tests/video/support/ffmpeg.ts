import { spawn, spawnSync } from 'node:child_process';

/** Whether the ffmpeg program is on PATH; tests against it or with files made by it are skipped without. */
export const hasFfmpeg = spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0;

export const ffmpegNote = hasFfmpeg ? '' : ' (skipped: the ffmpeg program is not on PATH)';

/** Runs ffmpeg with what `input` yields on its standard input; resolves to its standard output. */
export async function runFfmpeg(
  args: readonly string[],
  input: Iterable<Uint8Array> = [],
): Promise<Uint8Array> {
  const child = spawn('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  let complaints = '';
  child.stdout.on('data', (data: Buffer) => output.push(data));
  child.stderr.on('data', (data: Buffer) => {
    complaints += data.toString();
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  for (const chunk of input) {
    if (!child.stdin.write(chunk)) await new Promise((resolve) => child.stdin.once('drain', resolve));
  }
  child.stdin.end();
  const code = await ended;
  if (code !== 0) throw new Error(`ffmpeg ${args.join(' ')} ended with ${code}: ${complaints}`);
  return Buffer.concat(output);
}
