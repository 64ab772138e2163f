import { serveWorker } from '#main/platform/worker-server.ts';
import { analysisWorkerMethods } from './analysis/analysis-worker-methods.ts';
import { conversionWorkerMethods } from './conversion/conversion-worker-methods.ts';
import { endWhenStuck } from './end-when-stuck.ts';
import { exportWorkerMethods } from './export/export-worker-methods.ts';
import { stroboscopeWorkerMethods } from './stroboscope/stroboscope-worker-methods.ts';

// Entry of the worker process for long work in the background: analysis, conversion, export. Each of the three
// starts a process of its own from it, so that a crash of one leaves the others at work.
endWhenStuck();
serveWorker({
  ...analysisWorkerMethods(),
  ...conversionWorkerMethods(),
  ...exportWorkerMethods(),
  ...stroboscopeWorkerMethods(),
});
