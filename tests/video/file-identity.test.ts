import { copyFile, rename, rm, truncate, utimes } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { VideoService } from '#main/video/video-service.ts';
import { barCodedFixture, createLocal, createWorker, temporaryFolder } from './support/services.ts';

const size = { width: 96, height: 64 };

const adapters: readonly (readonly [string, () => VideoService])[] = [
  ['in this process', createLocal],
  ['in a worker process', createWorker],
];

describe.each(adapters)('A file that changes while open, %s', (_, create) => {
  it('gives FILE_CHANGED once and is read anew after that', async () => {
    await using folder = await temporaryFolder();
    await using video = create();
    const path = folder.path('clip.mp4');
    await copyFile(barCodedFixture, path);
    await video.frames(path, [1], size);
    await copyFile(barCodedFixture, folder.path('other.mp4'));
    await utimes(folder.path('other.mp4'), 1000, 1000);
    await rename(folder.path('other.mp4'), path);
    await expect(video.frames(path, [1], size)).rejects.toMatchObject({
      code: 'FILE_CHANGED',
      message:
        'clip.mp4 has changed since it was opened, so its frame numbers may have changed too. Ask again to use the file as it is now.',
    });
    expect(await video.frames(path, [1], size)).toHaveLength(1);
    expect((await video.probe(path)).frameCount).toBe(90);
  });

  it('is noticed by every call', async () => {
    await using folder = await temporaryFolder();
    await using video = create();
    const path = folder.path('clip.mp4');
    await copyFile(barCodedFixture, path);
    const calls = [
      () => video.probe(path),
      () => video.frameTimes(path),
      () => video.picture(path, 2, 'png'),
      () => video.fingerprint(path, 2),
      () => video.playablePath(path),
      () => video.probe({ path, captureRate: 60 }),
      () => video.frames(path, [2], size),
    ];
    await video.probe(path);
    for (const [i, call] of calls.entries()) {
      await utimes(path, 2000 + i, 2000 + i);
      await expect(call()).rejects.toMatchObject({ code: 'FILE_CHANGED' });
      await call();
    }
  });

  it('is noticed when sound is asked for', async () => {
    await using folder = await temporaryFolder();
    await using video = create();
    const path = folder.path('clip.mp4');
    await copyFile(barCodedFixture, path);
    await video.probe(path);
    await utimes(path, 2000, 2000);
    const stretch = { startSeconds: 0, durationSeconds: 1 };
    await expect(video.sound(path, stretch)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    await expect(video.sound(path, stretch)).rejects.toMatchObject({ code: 'NO_SOUND' });
  });

  it('is noticed in every reading of it, once', async () => {
    await using folder = await temporaryFolder();
    await using video = create();
    const path = folder.path('clip.mp4');
    await copyFile(barCodedFixture, path);
    await video.frames(path, [2], size);
    await video.frames({ path, videoTrack: 0, captureRate: 60 }, [2], size);
    await utimes(path, 2000, 2000);
    await expect(video.frames(path, [2], size)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    expect(await video.frames({ path, videoTrack: 0, captureRate: 60 }, [2], size)).toHaveLength(1);
  });

  it('gives FILE_MISSING when it vanishes, even for frames seen before, and works again when it is back', async () => {
    await using folder = await temporaryFolder();
    await using video = create();
    const path = folder.path('clip.mp4');
    await copyFile(barCodedFixture, path);
    await video.frames(path, [1], size);
    await rm(path);
    await expect(video.frames(path, [1], size)).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await copyFile(barCodedFixture, path);
    expect(await video.frames(path, [1], size)).toHaveLength(1);
  });

  it('gives FILE_EMPTY when it is emptied', async () => {
    await using folder = await temporaryFolder();
    await using video = create();
    const path = folder.path('clip.mp4');
    await copyFile(barCodedFixture, path);
    await video.probe(path);
    await truncate(path);
    await expect(video.probe(path)).rejects.toMatchObject({ code: 'FILE_EMPTY' });
  });
});
