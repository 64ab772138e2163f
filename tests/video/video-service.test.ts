import { createSyntheticVideoService } from '#main/video/index.ts';
import { barCodedFixture, createLocal, createWorker } from './support/services.ts';
import { describeVideoService } from './video-service.contract.ts';

const file = { clip: barCodedFixture, missing: `${barCodedFixture}.gone` };

describeVideoService('in this process', { create: createLocal, ...file });

describeVideoService('in a worker process', { create: createWorker, ...file });

describeVideoService('synthetic', {
  create: createSyntheticVideoService,
  clip: 'synthetic:frames=90,fps=30,size=96x64,gop=30',
  missing: '/no/such/clip.mp4',
});
