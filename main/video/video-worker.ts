import { serveWorker } from '#main/platform/worker-server.ts';
import { endWhenStuck } from './end-when-stuck.ts';
import { createLocalVideoService } from './local-video-service.ts';
import { openMediabunnyClip } from './mediabunny/open-clip.ts';
import { videoWorkerMethods } from './worker-methods.ts';

// Entry of the video worker process. Its client keeps the frames asked for; here are only those on their way.
const cacheBytes = 48 * 2 ** 20;

endWhenStuck();
serveWorker(videoWorkerMethods(createLocalVideoService({ openClip: openMediabunnyClip, cacheBytes })));
