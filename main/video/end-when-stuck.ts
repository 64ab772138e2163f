import { Worker } from 'node:worker_threads';

/** Runs beside the event loop: ends the process when the loop has not come round at two looks in a row. */
const watcher = `
const { workerData: { beats, milliseconds } } = process.getBuiltinModule('node:worker_threads');
let seen = -1;
let misses = 0;
setInterval(() => {
  const now = Atomics.load(beats, 0);
  misses = now === seen ? misses + 1 : 0;
  seen = now;
  if (misses >= 2) process.kill(process.pid, 'SIGKILL');
}, milliseconds / 2);
`;

/**
 * Ends this process when a call into a parser or decoder does not come back: a broken file can make one of them
 * go round for ever, and then neither cancelling nor other clips get a turn. Who started the process sees its end
 * and starts another.
 */
export function endWhenStuck(milliseconds = 6000): void {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => Atomics.add(beats, 0, 1), milliseconds / 8).unref();
  new Worker(watcher, { eval: true, workerData: { beats, milliseconds } }).unref();
}
