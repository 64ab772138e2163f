import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { cancelled, DeepSportError, isDeepSportError } from '#common/domain/index.ts';
import { readZipEntry } from './read-zip-entry.ts';

export type CudaLibraries = {
  readonly fetch: typeof fetch;
  /** Of onnxruntime: the libraries must be of the same. */
  readonly version: string;
  /** Where onnxruntime looks for them: beside its own library. */
  readonly folder: string;
  /** `linux` on x64; elsewhere there are none. */
  readonly platform: string;
  readonly index?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
};

/** The place and the package that onnxruntime-node's own install script takes them from. */
const nugetIndex = 'https://api.nuget.org/v3/index.json';
const packageName = 'microsoft.ml.onnxruntime.gpu.linux';
/** The provider of TensorRT lies in the package as well; nothing here uses it. */
const libraries = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'] as const;

const indexSchema = z.object({ resources: z.array(z.object({ '@id': z.url(), '@type': z.string() })) });
const leafSchema = z.object({ catalogEntry: z.url() });
const catalogSchema = z.object({
  packageHash: z.string(),
  packageHashAlgorithm: z.literal('SHA512'),
  packageSize: z.int().positive(),
});

/**
 * Fetches onnxruntime's libraries for CUDA 12, checked by the hash that the package's feed names. CUDA's runtime and
 * cuDNN 9 come with the system. Leaves nothing half done. BAD_INPUT on a platform without, DOWNLOAD_FAILED, DISK_FULL,
 * ACCESS_DENIED, CANCELLED.
 */
export async function fetchCudaLibraries(options: CudaLibraries): Promise<readonly string[]> {
  const { folder, platform, signal } = options;
  if (platform !== 'linux-x64') {
    throw new DeepSportError(
      'BAD_INPUT',
      'CUDA can be used on Linux with an x64 processor only; on Windows DirectML and elsewhere WebGPU need no download.',
      { platform },
    );
  }
  let temporary: string | undefined;
  try {
    await mkdir(folder, { recursive: true });
    // In the same folder, so that a file takes its place in one step.
    temporary = await mkdtemp(join(folder, '.cuda-'));
    const archive = join(temporary, 'package.zip');
    await fetchPackage(options, archive);
    for (const name of libraries) {
      const bytes = await readZipEntry(archive, `runtimes/linux-x64/native/${name}`);
      if (!bytes) throw failed('the package does not hold what it should');
      await pipeline(bytes, createWriteStream(join(temporary, name)), { signal });
    }
    for (const name of libraries) await rename(join(temporary, name), join(folder, name));
    return libraries;
  } catch (error) {
    throw asSentence(error, signal);
  } finally {
    if (temporary) await rm(temporary, { recursive: true, force: true });
  }
}

async function fetchPackage(options: CudaLibraries, target: string): Promise<void> {
  const { version, signal, onProgress = () => {} } = options;
  const { resources } = await json(options, options.index ?? nugetIndex, indexSchema);
  const address = (type: string) => {
    const found = resources.find((resource) => resource['@type'] === type);
    if (!found) throw failed('its place is not what it was');
    return found['@id'].replace(/\/?$/, '/');
  };
  const leafUrl = `${address('RegistrationsBaseUrl/3.6.0')}${packageName}/${version}.json`;
  const { catalogEntry } = await json(options, leafUrl, leafSchema);
  const expected = await json(options, catalogEntry, catalogSchema);
  const url = `${address('PackageBaseAddress/3.0.0')}${packageName}/${version}/${packageName}.${version}.nupkg`;
  const response = await get(options, url);
  if (!response.body) throw failed('the server sent nothing');
  const hash = createHash('sha512');
  let done = 0;
  const check = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      done += chunk.length;
      onProgress(Math.min(done, expected.packageSize), expected.packageSize);
      if (done > expected.packageSize) next(failed('more came than there should be'));
      else next(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(response.body as never), check, createWriteStream(target), { signal });
  if (hash.digest('base64') !== expected.packageHash)
    throw failed('what came is not what the server says it is');
}

async function json<Schema extends z.ZodType>(
  options: CudaLibraries,
  url: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await (await get(options, url)).json().catch(() => null));
  if (!parsed.success) throw failed(`the server's answer about ${basename(url)} is not as expected`);
  return parsed.data;
}

async function get({ fetch, signal }: CudaLibraries, url: string): Promise<Response> {
  const response = await fetch(url, signal ? { signal } : {});
  if (response.ok) return response;
  await response.body?.cancel();
  throw failed(`the server answered ${response.status} for ${basename(url)}`);
}

const failed = (reason: string, cause?: unknown): DeepSportError =>
  new DeepSportError(
    'DOWNLOAD_FAILED',
    `CUDA's libraries could not be fetched: ${reason}. Check the network and try again.`,
    {},
    { cause },
  );

function asSentence(error: unknown, signal: AbortSignal | undefined): DeepSportError {
  if (signal?.aborted) return cancelled();
  if (isDeepSportError(error)) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const sentence = "The disk is full, so CUDA's libraries were not fetched. Free 1 GB and try again.";
    return new DeepSportError('DISK_FULL', sentence, {}, { cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const sentence =
      "CUDA's libraries cannot be written beside onnxruntime's. Run the command as the owner of the program.";
    return new DeepSportError('ACCESS_DENIED', sentence, {}, { cause: error });
  }
  return failed('the connection broke', error);
}
