import { createHash } from 'node:crypto';
import { type CaseSignature, DeepSportError } from '#common/domain/index.ts';
import { sealName, sealOf, sealText } from './seal.ts';
import {
  addToCrc,
  descriptor,
  endOfArchive,
  endOfFile,
  fileHeader,
  listHeader,
  mostBytes,
  mostFiles,
  type ZippedFile,
} from './zip-layout.ts';

/** A file of a case: its name, and its content piece by piece. */
export type CasePart = {
  readonly name: string;
  readonly pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
};

/** Written together, so that many small pieces are not as many writes. */
const pieceLength = 256 * 1024;

/**
 * The archive of a case, piece by piece, its seal last. The same parts give the same bytes. `sign` is given the seal's
 * root. Throws BAD_INPUT where it would become larger than such an archive can be.
 */
export async function* writeCase(
  parts: Iterable<CasePart> | AsyncIterable<CasePart>,
  sign: (root: string) => CaseSignature | null,
): AsyncGenerator<Uint8Array, void, void> {
  const written: (ZippedFile & { readonly sha256: string })[] = [];
  let at = 0;

  async function* put({ name, pieces }: CasePart): AsyncGenerator<Uint8Array, void, void> {
    const start = at;
    const hash = createHash('sha256');
    let [sizeBytes, checksum] = [0, 0];
    yield fileHeader(name);
    let waiting: Uint8Array[] = [];
    let length = 0;
    for await (const piece of pieces) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      hash.update(bytes);
      checksum = addToCrc(checksum, bytes);
      sizeBytes += bytes.byteLength;
      if (start + sizeBytes > mostBytes - 2 ** 24) throw tooLarge();
      waiting.push(bytes);
      length += bytes.byteLength;
      if (length < pieceLength) continue;
      yield Buffer.concat(waiting);
      [waiting, length] = [[], 0];
    }
    yield Buffer.concat([...waiting, descriptor({ crc32: checksum, sizeBytes })]);
    const file = { name, sizeBytes, crc32: checksum, start, sha256: hash.digest('hex') };
    at = endOfFile(file);
    written.push(file);
    if (written.length >= mostFiles) throw tooLarge();
  }

  for await (const part of parts) yield* put(part);
  const seal = sealOf(written, sign);
  yield* put({ name: sealName, pieces: [sealText(seal)] });
  const listed = Buffer.concat(written.map(listHeader));
  yield listed;
  yield endOfArchive(written.length, at, listed.length);
}

const tooLarge = (): DeepSportError =>
  new DeepSportError('BAD_INPUT', 'The case would be larger than 4 GB. Choose one clip, or fewer events.');
