import { copyFile, utimes } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  createClipFacts,
  createClipRegistry,
  createSyntheticVideoService,
  readSyntheticStamp,
} from '#main/video/index.ts';
import { barCodedFixture, createLocal, temporaryFolder } from './support/services.ts';

describe('Clip registry', () => {
  it('names a clip by 16 hex digits that do not tell its path, and finds it again', async () => {
    await using video = createLocal();
    const clips = createClipRegistry({ video });
    const info = await clips.register(barCodedFixture);
    expect(info.id).toMatch(/^[0-9a-f]{16}$/);
    expect(info).toMatchObject({ name: 'bar-coded.mp4', frameCount: 90 });
    expect(JSON.stringify(info)).not.toContain('fixtures');
    expect(clips.get(info.id)).toEqual({ info, source: { path: barCodedFixture } });
    expect(clips.list()).toEqual([info]);
  });

  it('gives the same file the same name, and the name it is given to people', async () => {
    await using video = createLocal();
    const clips = createClipRegistry({ video });
    const first = await clips.register(barCodedFixture);
    const second = await clips.register(barCodedFixture, 'Round 3, dive 2');
    expect(second).toEqual({ ...first, name: 'Round 3, dive 2' });
    expect(clips.get(first.id).info.name).toBe('Round 3, dive 2');
    expect(clips.list()).toHaveLength(1);
  });

  it('gives a file that has changed another name', async () => {
    await using folder = await temporaryFolder();
    await using video = createLocal();
    const clips = createClipRegistry({ video });
    const path = folder.path('clip.mp4');
    await copyFile(barCodedFixture, path);
    const before = await clips.register(path);
    await utimes(path, 1000, 1000);
    await video.close(path);
    const after = await clips.register(path);
    expect(after.id).not.toBe(before.id);
  });

  it('says NOT_FOUND with a sentence for a name it never gave', async () => {
    await using video = createLocal();
    const clips = createClipRegistry({ video });
    expect(() => clips.get('0123456789abcdef')).toThrow(
      expect.objectContaining({
        code: 'NOT_FOUND',
        message: 'This clip is not open any more. Open its file again.',
      }),
    );
  });

  it('registers nothing that cannot be probed', async () => {
    await using video = createLocal();
    const clips = createClipRegistry({ video });
    await expect(clips.register('/no/such/clip.mp4')).rejects.toMatchObject({ code: 'FILE_MISSING' });
    expect(clips.list()).toEqual([]);
  });

  it('registers synthetic clips', async () => {
    await using video = createSyntheticVideoService();
    const clips = createClipRegistry({ video, readStamp: readSyntheticStamp });
    const info = await clips.register('synthetic:frames=12', 'Demo');
    expect(info).toMatchObject({ name: 'Demo', frameCount: 12 });
    expect(clips.get(info.id).source.path).toBe('synthetic:frames=12');
  });

  it('gives a file the id it is asked to, and tells when the file is not what it was', async () => {
    await using folder = await temporaryFolder();
    await using video = createLocal();
    const clips = createClipRegistry({ video });
    const path = folder.path('clip.mp4');
    await copyFile(barCodedFixture, path);
    const info = await clips.register(path, undefined, { id: 'kept' });
    expect(info.id).toBe('kept');
    const before = await clips.identify({ path });
    expect(before).toMatchObject({ sizeBytes: info.sizeBytes });
    await utimes(path, 1000, 1000);
    expect((await clips.identify({ path })).id).not.toBe(before.id);
    await video.close(path);
    expect((await clips.register(path, undefined, { id: 'kept' })).id).toBe('kept');
    clips.forget('kept');
    expect(() => clips.get('kept')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  it('reads a file no second time from one start to the next, unless it changed or is opened anew', async () => {
    await using folder = await temporaryFolder();
    await using video = createLocal();
    const path = folder.path('clip.mp4');
    await copyFile(barCodedFixture, path);
    let probes = 0;
    const counting = {
      probe: (...args: Parameters<typeof video.probe>) => {
        probes += 1;
        return video.probe(...args);
      },
    };
    const register = async (id: string | undefined, version = '1') => {
      await using facts = createClipFacts(folder.path('facts.json'), version);
      return await createClipRegistry({ video: counting, facts }).register(path, undefined, { id });
    };
    const first = await register('kept');
    expect(await register('kept')).toEqual(first);
    expect(probes).toBe(1);
    await register(undefined);
    expect(probes).toBe(2);
    // The next version of the application may find out more.
    await register('kept', '2');
    expect(probes).toBe(3);
    await utimes(path, 1000, 1000);
    await video.close(path);
    await register('kept', '2');
    expect(probes).toBe(4);
  });
});
