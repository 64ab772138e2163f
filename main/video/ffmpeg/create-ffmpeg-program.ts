import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { chosenFfmpegUnusable, ffmpegMissing } from './ffmpeg-errors.ts';
import { createProgressParser, parseVersion } from './ffmpeg-output.ts';
import { startFfmpeg } from './ffmpeg-process.ts';
import type { FfmpegProgram } from './ffmpeg-program.ts';
import { findFfmpeg, machinePlaces } from './find-ffmpeg.ts';

export type FfmpegProgramParts = {
  readonly env?: NodeJS.ProcessEnv;
  /** Paths to try, best first. */
  readonly find?: () => Promise<readonly string[]>;
};

/** The first ffmpeg program found here that runs. Fails with FFMPEG_MISSING. */
export async function createFfmpegProgram({
  env = process.env,
  find = () => findFfmpeg({ ...machinePlaces(), env }),
}: FfmpegProgramParts = {}): Promise<FfmpegProgram> {
  let failure: unknown;
  for (const path of await find()) {
    const version = await readVersion(path).catch((error) => {
      failure = error;
      return null;
    });
    if (version) return ffmpegAt(path, version);
  }
  throw env.DEEPSPORT_FFMPEG ? chosenFfmpegUnusable(env.DEEPSPORT_FFMPEG, failure) : ffmpegMissing();
}

async function readVersion(path: string): Promise<string | null> {
  const { stdout } = await promisify(execFile)(path, ['-version'], { timeout: 10_000, windowsHide: true });
  return parseVersion(stdout);
}

const ffmpegAt = (path: string, version: string): FfmpegProgram => ({
  path,
  version,

  async run(args, options = {}) {
    const ffmpeg = startFfmpeg(path, ['-progress', 'pipe:1', '-nostats', ...args], options);
    const parse = createProgressParser();
    ffmpeg.output.on('data', (data: Buffer) => {
      for (const progress of parse(data.toString('latin1'))) options.onProgress?.(progress);
    });
    await ffmpeg.finished;
  },

  async *read(args, options = {}) {
    const ffmpeg = startFfmpeg(path, args, options);
    let isWhole = false;
    try {
      for await (const chunk of ffmpeg.output) yield chunk as Buffer;
      isWhole = true;
    } catch (error) {
      // After a kill the reason lies with the process, not with its pipe.
      await ffmpeg.finished;
      throw error;
    } finally {
      if (!isWhole) {
        ffmpeg.kill();
        await ffmpeg.finished.catch(() => {});
      }
    }
    await ffmpeg.finished;
  },
});
