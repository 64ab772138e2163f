import { copyFile, readdir, readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AnalysisDisk, nodeDisk } from '#main/video/analysis/analysis-disk.ts';
import type { AnalysisTask } from '#main/video/analysis/analysis-messages.ts';
import { statePath } from '#main/video/analysis/analysis-state.ts';
import { runAnalysis } from '#main/video/analysis/run-analysis.ts';
import { clipDamaged } from '#main/video/clip-errors.ts';
import type { OpenClip, OpenedClipReader } from '#main/video/clip-reader.ts';
import { readFileStamp } from '#main/video/file-stamp.ts';
import { openMediabunnyClip } from '#main/video/mediabunny/open-clip.ts';
import { barCodedFixture, temporaryFolder } from '../support/services.ts';

const task = (folder: string, path = barCodedFixture): AnalysisTask => ({
  path,
  videoTrack: undefined,
  guarded: [],
  folder,
});

type Run = {
  readonly disk?: AnalysisDisk;
  readonly openClip?: OpenClip;
  /** Ends the run after so many commits. */
  readonly commits?: number;
  readonly onCommit?: () => Promise<void> | void;
};

/** Runs with a commit every seven frames. */
async function run(
  work: AnalysisTask,
  { disk = nodeDisk, openClip = openMediabunnyClip, ...rest }: Run = {},
) {
  const controller = new AbortController();
  let commits = 0;
  const onProgress = () => {
    commits += 1;
    if (commits === rest.commits) controller.abort();
  };
  const { signal } = controller;
  await runAnalysis({ openClip, disk, commitFrames: 7 }, work, { signal, onProgress });
}

async function contents(folder: string) {
  const names = (await readdir(folder)).sort();
  return Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'hex')]));
}

/** A clip with sound, whose reader changes what some calls give. */
const changed =
  (change: (reader: OpenedClipReader) => Partial<OpenedClipReader>): OpenClip =>
  async (path, options) => {
    const reader = await openMediabunnyClip(path, options);
    return new Proxy(reader, {
      get: (_, name) => {
        const own = (change(reader) as Record<PropertyKey, unknown>)[name];
        if (own !== undefined) return own;
        const value = Reflect.get(reader, name, reader);
        return typeof value === 'function' ? value.bind(reader) : value;
      },
    });
  };

/** A tone that depends on the time alone, at a rate of 8000. */
const withTone = changed((reader) => ({
  info: { ...reader.info, hasAudio: true },
  sound: async ({ startSeconds, durationSeconds }) => {
    const first = Math.round(startSeconds * 8000);
    const samples = Int16Array.from({ length: Math.round(durationSeconds * 8000) }, (_, i) =>
      Math.round(20_000 * Math.sin((first + i) ** 2 / 1e5)),
    );
    return { sampleRate: 8000, channelCount: 1, samples, startSeconds };
  },
}));

describe('The pass of an analysis', () => {
  it('leaves the same bytes however often and wherever it is cut short', async () => {
    await using folder = await temporaryFolder();
    await run(task(folder.path('whole')), { openClip: withTone });
    const whole = await contents(folder.path('whole'));
    expect(whole.map(([name]) => name)).toEqual([
      'motion.bin',
      'signatures.bin',
      'state.json',
      'thumbnail-index.bin',
      'thumbnails.bin',
      'waveform.bin',
    ]);
    for (const commits of [1, 2, 5]) {
      const parts = folder.path(`parts-${commits}`);
      for (let done = false; !done; ) {
        done = await run(task(parts), { openClip: withTone, commits }).then(
          () => true,
          (error) => {
            expect(error).toMatchObject({ code: 'CANCELLED' });
            return false;
          },
        );
      }
      expect(await contents(parts)).toEqual(whole);
    }
  });

  it('leaves the same bytes when the disk fails at any write, with a sentence, and goes on later', async () => {
    await using folder = await temporaryFolder();
    await run(task(folder.path('whole')));
    const whole = await contents(folder.path('whole'));
    for (const failing of [1, 3, 6, 17, 40]) {
      let writes = 0;
      const fail = async (path: string) => {
        writes += 1;
        if (writes !== failing) return;
        // What a full disk leaves behind: some of the bytes.
        await nodeDisk.write(path, 0, new Uint8Array(3)).catch(() => {});
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      };
      const disk: AnalysisDisk = {
        async write(path, position, bytes) {
          if (position === 0) await fail(path);
          else if (++writes === failing) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
          await nodeDisk.write(path, position, bytes);
        },
        async replace(path, bytes) {
          await fail(`${path}.new`);
          await nodeDisk.replace(path, bytes);
        },
      };
      const parts = folder.path(`full-${failing}`);
      await expect(run(task(parts), { disk })).rejects.toMatchObject({
        code: 'DISK_FULL',
        message:
          'The disk is full, so the analysis of the clip stopped. Free some space and start it again: it goes on where it was.',
      });
      await run(task(parts));
      const kept = (await contents(parts)).filter(([name]) => name !== 'state.json.new');
      expect(kept).toEqual(whole);
    }
  });

  it('is made anew when its version is another one', async () => {
    await using folder = await temporaryFolder();
    const kept = folder.path('kept');
    await run(task(kept));
    const whole = await contents(kept);
    const { crc32 } = await import('node:zlib');
    const [, body = ''] = (await readFile(statePath(kept), 'utf8')).split('\n');
    const older = body.replace(/"version":\d+/, '"version":0');
    expect(older).not.toBe(body);
    await nodeDisk.replace(statePath(kept), Buffer.from(`${crc32(older)}\n${older}\n`));
    const { readState } = await import('#main/video/analysis/analysis-state.ts');
    expect(await readState(kept)).toBeNull();
    await run(task(kept));
    expect(await contents(kept)).toEqual(whole);
  });

  it('stores nothing of frames that were read while the file changed', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('clip.mp4');
    await copyFile(barCodedFixture, path);
    const guarded = [{ path, stamp: await readFileStamp(path) }];
    let reads = 0;
    const openClip = changed((reader) => ({
      read: async (index, sizes, stillWanted) => {
        reads += 1;
        if (reads === 10) await utimes(path, new Date(), new Date(Date.now() + 5000));
        return reader.read(index, sizes, stillWanted);
      },
    }));
    const kept = folder.path('kept');
    await expect(run({ ...task(kept, path), guarded }, { openClip })).rejects.toMatchObject({
      code: 'FILE_CHANGED',
    });
    const { readState } = await import('#main/video/analysis/analysis-state.ts');
    expect(await readState(kept)).toMatchObject({ framesDone: 7, done: false });
  });

  it('takes a frame that cannot be decoded as the one before, without a thumbnail, and broken sound as silence', async () => {
    await using folder = await temporaryFolder();
    const openClip = changed((reader) => ({
      info: { ...reader.info, hasAudio: true },
      read: async (index, sizes, stillWanted) => {
        if (index === 20 || index === 0) throw clipDamaged(barCodedFixture);
        return reader.read(index, sizes, stillWanted);
      },
      sound: () => Promise.reject(clipDamaged(barCodedFixture)),
    }));
    const kept = folder.path('kept');
    await run(task(kept), { openClip });
    const energy = new Float32Array(new Uint8Array(await readFile(join(kept, 'motion.bin'))).buffer);
    expect(energy).toHaveLength(90);
    expect([energy[0], energy[1], energy[20]]).toEqual([0, 0, 0]);
    expect(energy[21]).toBeGreaterThan(0);
    const index = new Uint32Array(new Uint8Array(await readFile(join(kept, 'thumbnail-index.bin'))).buffer);
    expect([index[1], index[41]]).toEqual([0, 0]);
    expect(index[43]).toBeGreaterThan(0);
    const waveform = await readFile(join(kept, 'waveform.bin'));
    expect(waveform).toHaveLength(600);
    expect(waveform.every((value) => value === 0)).toBe(true);
  });
});
