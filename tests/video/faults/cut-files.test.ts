import { readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoService } from '#main/video/video-service.ts';
import { createRandom } from '../../random.ts';
import { ffmpegNote, hasFfmpeg } from '../support/ffmpeg.ts';
import { footage, footageNote, hasFootage } from '../support/footage.ts';
import { createWorker, temporaryFolder } from '../support/services.ts';
import { complaintAbout, writeSmallFiles } from './support.ts';

const tenths = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const video = /\.(mp4|mov|mkv|webm|ts|avi)$/;
const filesIn = (folder: string) =>
  hasFootage ? readdirSync(footage(folder)).filter((name) => video.test(name)) : [];
const real = [...filesIn('.'), ...filesIn('derived').map((name) => `derived/${name}`)];

describe('A file that was cut off at any tenth of its length', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let service: VideoService;
  beforeAll(async () => {
    folder = await temporaryFolder();
    service = createWorker();
  });
  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  const complaintsAbout = async (path: string) => {
    const bytes = await readFile(path);
    const complaints: string[] = [];
    for (const [seed, share] of tenths.entries()) {
      const cut = folder.path(`${share * 10}-tenths-${basename(path)}`);
      await writeFile(cut, bytes.subarray(0, Math.floor(bytes.length * share)));
      const complaint = await complaintAbout(service, cut, createRandom(seed).next);
      if (complaint) complaints.push(complaint);
      await rm(cut);
    }
    return complaints;
  };

  it.skipIf(!hasFfmpeg)(`gives what is there or says what is wrong: made files${ffmpegNote}`, async () => {
    for (const path of await writeSmallFiles(folder.path)) expect(await complaintsAbout(path)).toEqual([]);
  });

  it.skipIf(!hasFootage).each(hasFootage ? real : ['real clips'])(
    `gives what is there or says what is wrong: %s${footageNote}`,
    async (name) => {
      expect(await complaintsAbout(footage(name))).toEqual([]);
    },
  );
});
