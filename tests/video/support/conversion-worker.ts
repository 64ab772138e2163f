import { serveWorker } from '#main/platform/worker-server.ts';
import { conversionWorkerMethods } from '#main/video/conversion/conversion-worker-methods.ts';

// The conversions alone, as the media worker serves them.
serveWorker(conversionWorkerMethods());
