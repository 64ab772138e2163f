import { DeepSportError } from '#common/domain/index.ts';
import { serveWorker, type WorkerMethod } from '#main/platform/index.ts';

// A worker for the tests of worker processes: it does as it is told.
const methods: Readonly<Record<string, WorkerMethod>> = {
  echo: async (input: unknown) => input,
  count: async (last: number, { emit }) => {
    for (let step = 1; step <= last; step += 1) emit(step);
    return last;
  },
  fail: async () => {
    throw new DeepSportError('CLIP_DAMAGED', 'The clip is damaged.', { frame: 7 });
  },
  break: async () => {
    throw new TypeError('x is not a function');
  },
  wait: async (_input: unknown, { signal, emit }) => {
    emit('waiting');
    await new Promise<void>((done) => {
      const stop = () => {
        waits += 1;
        done();
      };
      signal.addEventListener('abort', stop, { once: true });
    });
  },
  waits: async () => waits,
  die: async () => {
    process.stderr.write('noise\nError: the decoder gave up\n');
    process.exit(9);
  },
};
let waits = 0;

serveWorker(methods);
