import { afterAll } from 'vitest';
import { createSyntheticVideoService } from '#main/video/index.ts';
import { makeClickFile } from './support/click-file.ts';
import { hasFfmpeg } from './support/ffmpeg.ts';
import { barCodedFixture, createLocal, createWorker, temporaryFolder } from './support/services.ts';
import { describeVideoService } from './video-service.contract.ts';

const folder = await temporaryFolder();
afterAll(() => folder[Symbol.asyncDispose]());

const file = {
  clip: barCodedFixture,
  missing: `${barCodedFixture}.gone`,
  withClicks: hasFfmpeg ? () => makeClickFile(folder.path('.'), 'clicks.mov', ['-c:a', 'pcm_s16le']) : null,
};

describeVideoService('in this process', { create: createLocal, ...file });

describeVideoService('in a worker process', { create: createWorker, ...file });

describeVideoService('synthetic', {
  create: createSyntheticVideoService,
  clip: 'synthetic:frames=90,fps=30,size=96x64,gop=30',
  missing: '/no/such/clip.mp4',
  withClicks: async () => 'synthetic:frames=120,fps=30,clicks=30',
});
