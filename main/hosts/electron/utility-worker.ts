import type { UtilityProcess, utilityProcess } from 'electron';
import type { WorkerProcess } from '#main/platform/index.ts';

type Forks = Pick<typeof utilityProcess, 'fork'>;

/**
 * Starts a worker as a utility process of Electron. Its output is kept out of the user's sight; the last error
 * line is added to the reason when it dies.
 */
export function utilityWorker(electron: Forks, modulePath: string, serviceName: string): WorkerProcess {
  const child: UtilityProcess = electron.fork(modulePath, [], {
    serviceName,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let lastWords = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    lastWords = (lastWords + bytes.toString('utf8')).slice(-2000);
  });
  let exitReason: string | null = null;
  const exitListeners: ((reason: string) => void)[] = [];
  child.on('exit', (code) => {
    if (exitReason !== null) return;
    const line = lastWords.split('\n').find((candidate) => /error/i.test(candidate));
    exitReason = `exit code ${code}${line ? `: ${line.trim()}` : ''}`;
    for (const listener of exitListeners) listener(exitReason);
  });
  return {
    get pid() {
      return child.pid;
    },
    post: (message) => {
      if (exitReason === null) child.postMessage(message);
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => {
      if (exitReason !== null) listener(exitReason);
      else exitListeners.push(listener);
    },
    kill: () => {
      if (exitReason === null) child.kill();
    },
  };
}
