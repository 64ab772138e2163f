import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchCudaLibraries } from '#main/inference/cuda/fetch-cuda-libraries.ts';

const name = 'microsoft.ml.onnxruntime.gpu.linux';
const native = (file: string) => `runtimes/linux-x64/native/${file}`;
const cuda = 'the provider of CUDA '.repeat(1000);
const wholePackage = {
  'readme.md': 'hello',
  [native('libonnxruntime_providers_cuda.so')]: cuda,
  [native('libonnxruntime_providers_shared.so')]: 'shared',
};

describe("fetching CUDA's libraries", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepsport-cuda-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const fetchFrom = (index: string, changes: object = {}) =>
    fetchCudaLibraries({ fetch, version: '1.30.0', folder, platform: 'linux-x64', index, ...changes });

  it('takes the two libraries out of the package of the same version, and tells how far it is', async () => {
    await using feed = await startFeed(zip(wholePackage));
    const progress: number[] = [];
    await fetchFrom(feed.index, { onProgress: (done: number, total: number) => progress.push(done / total) });
    expect(await readFile(join(folder, 'libonnxruntime_providers_cuda.so'), 'utf8')).toBe(cuda);
    expect(await readFile(join(folder, 'libonnxruntime_providers_shared.so'), 'utf8')).toBe('shared');
    expect(await readdir(folder)).toHaveLength(2);
    expect(progress.at(-1)).toBe(1);
  });

  it('takes nothing of a package whose hash is another', async () => {
    await using feed = await startFeed(zip(wholePackage), { hash: 'another' });
    await expect(fetchFrom(feed.index)).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringContaining('not what the server says it is'),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('says so where the package lacks a library, is no archive, or there is none of this version', async () => {
    await using lacking = await startFeed(zip({ 'readme.md': 'hello' }));
    await expect(fetchFrom(lacking.index)).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    await using nonsense = await startFeed(Buffer.from('no archive'));
    await expect(fetchFrom(nonsense.index)).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    await expect(fetchFrom(nonsense.index, { version: '9.9.9' })).rejects.toMatchObject({
      message: expect.stringContaining('answered 404'),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('can be cancelled and leaves nothing behind', async () => {
    await using feed = await startFeed(zip(wholePackage), { hangs: true });
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    await expect(fetchFrom(feed.index, { onProgress, signal: controller.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('says on other platforms what to use instead', async () => {
    await expect(fetchFrom('http://127.0.0.1:9/', { platform: 'darwin-arm64' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('WebGPU'),
    });
  });
});

/** A feed of packages with one package of version 1.30.0. */
async function startFeed(bytes: Buffer, { hash, hangs }: { hash?: string; hangs?: boolean } = {}) {
  const packageHash = hash ?? createHash('sha512').update(bytes).digest('base64');
  const server = createServer((request, response) => {
    const base = `http://${request.headers.host}`;
    const answers: Record<string, object> = {
      '/index.json': {
        resources: [
          { '@id': `${base}/flat/`, '@type': 'PackageBaseAddress/3.0.0' },
          { '@id': `${base}/registration/`, '@type': 'RegistrationsBaseUrl/3.6.0' },
        ],
      },
      [`/registration/${name}/1.30.0.json`]: { catalogEntry: `${base}/catalog.json` },
      '/catalog.json': { packageHash, packageHashAlgorithm: 'SHA512', packageSize: bytes.length },
    };
    const answer = answers[request.url ?? ''];
    if (answer) response.end(JSON.stringify(answer));
    else if (request.url !== `/flat/${name}/1.30.0/${name}.1.30.0.nupkg`) response.writeHead(404).end();
    else if (hangs) response.write(bytes.subarray(0, 100));
    else response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    index: `http://127.0.0.1:${(server.address() as AddressInfo).port}/index.json`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A ZIP archive, the first file stored and the others deflated. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [i, [path, text]] of Object.entries(files).entries()) {
    const content = Buffer.from(text);
    const packed = i === 0 ? content : deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(i === 0 ? 0 : 8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(path), 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), common, entry, Buffer.from(path));
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(path), packed]);
    parts.push(file);
    at += file.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listing, end]);
}
