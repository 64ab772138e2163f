import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { missingPackages, packages, projectRoot, python } from './python.ts';

const nano = join(projectRoot, 'resources/models/nano');
const serve = join(import.meta.dirname, 'serve.py');

/** Why the real server cannot be started here; null where it can. */
export const missingForServer: string | null = existsSync(join(nano, 'onnx/decoder_model_merged.onnx'))
  ? missingPackages('fastapi')
  : 'resources/models/nano holds no weights';

export type RealServer = AsyncDisposable & {
  readonly baseUrl: string;
  /** What it wrote, for a test that fails. */
  log(): string;
};

export const servedModel = 'deepsport/nano';

/** transformers' own server with Nano's weights on the CPU, under a name as the hub would have it. */
export async function startTransformersServer(): Promise<RealServer> {
  const cache = await mkdtemp(join(tmpdir(), 'deepsport-server-'));
  try {
    await fillCache(cache);
    return await start(cache);
  } catch (error) {
    await rm(cache, { recursive: true, force: true });
    throw error;
  }
}

const threads = { OMP_WAIT_POLICY: 'PASSIVE', OMP_NUM_THREADS: '2' };

/** A cache of the hub with one model in it. */
async function fillCache(cache: string): Promise<void> {
  const revision = '0'.repeat(40);
  const repository = join(cache, `models--${servedModel.replace('/', '--')}`);
  const snapshot = join(repository, 'snapshots', revision);
  await mkdir(join(repository, 'refs'), { recursive: true });
  await writeFile(join(repository, 'refs/main'), revision);
  await mkdir(snapshot, { recursive: true });
  const made = ['-m', 'training.export.hf_folder', '--model', nano, '--out', snapshot];
  await promisify(execFile)(python, made, { cwd: projectRoot, env: { ...process.env, ...threads } });
}

async function start(cache: string): Promise<RealServer> {
  const port = await freePort();
  const place = ['--host', '127.0.0.1', '--port', String(port), '--device', 'cpu'];
  const env = { ...process.env, ...threads, PYTHONPATH: packages, HF_HUB_CACHE: cache, HF_HUB_OFFLINE: '1' };
  const server = spawn(python, [serve, servedModel, ...place], { cwd: cache, env });
  let written = '';
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      written = (written + text).slice(-20_000);
    });
  }
  const ended = new Promise<void>((done) => server.once('close', () => done()));
  const dispose = async () => {
    server.kill('SIGKILL');
    await ended;
    await rm(cache, { recursive: true, force: true });
  };
  const origin = `http://127.0.0.1:${port}`;
  while (!(await isUp(origin))) {
    if (server.exitCode !== null) throw new Error(`The server ended at once:\n${written.slice(-2000)}`);
    await new Promise((done) => setTimeout(done, 250));
  }
  return { baseUrl: `${origin}/v1`, log: () => written, [Symbol.asyncDispose]: dispose };
}

const isUp = (origin: string): Promise<boolean> =>
  fetch(`${origin}/health`).then(
    (response) => response.ok,
    () => false,
  );

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
