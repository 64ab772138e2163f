import { type FileHandle, open } from 'node:fs/promises';
import { DeepSportError, throwIfCancelled } from '#common/domain/index.ts';
import {
  descriptor,
  descriptorBytes,
  endBytes,
  endOfArchive,
  endOfFile,
  fileHeader,
  fileHeaderBytes,
  listHeader,
  listHeaderBytes,
  type ZippedFile,
} from './zip-layout.ts';

/** A case's archive, opened for reading. Nothing of it is ever unpacked onto the disk. */
export type CaseArchive = AsyncDisposable & {
  readonly files: readonly ZippedFile[];
  /** What of the archive itself is not as it was written, in sentences. */
  readonly faults: readonly string[];
  /** The bytes of a file as they lie there. */
  read(file: ZippedFile, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void>;
  /** A file whole. Throws BAD_INPUT where it is longer than such a file can be. */
  readWhole(file: ZippedFile, signal?: AbortSignal): Promise<Buffer>;
};

const pieceBytes = 1024 * 1024;
const longestList = 16 * 2 ** 20;
const longestWhole = 512 * 2 ** 20;

/**
 * Opens a case's archive by the list at its end. Files lie in it as they are, so that it cannot swell; what the list
 * says is held against the bytes around each file. Throws BAD_INPUT for what is no such archive, or only part of one.
 */
export async function openArchive(path: string, name: string): Promise<CaseArchive> {
  const handle = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new DeepSportError(
      cause.code === 'ENOENT' ? 'FILE_MISSING' : 'BAD_INPUT',
      cause.code === 'ENOENT'
        ? `There is no file ${name}. Check its name and folder.`
        : `${name} cannot be read. Check that it is a file that you may read.`,
      { name },
      { cause },
    );
  });
  try {
    if (!(await handle.stat()).isFile()) throw noCase(name);
    const { files, faults } = await readLayout(handle, name);
    return {
      files,
      faults,
      read: (file, signal) => readBytes(handle, file, signal),
      async readWhole(file, signal) {
        if (file.sizeBytes > longestWhole) throw tooLong(name, file.name);
        const pieces: Uint8Array[] = [];
        for await (const piece of readBytes(handle, file, signal)) pieces.push(piece);
        return Buffer.concat(pieces);
      },
      [Symbol.asyncDispose]: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readLayout(handle: FileHandle, name: string) {
  const { size } = await handle.stat();
  const first = await readAt(handle, 0, 4);
  const end = await readAt(handle, size - endBytes, endBytes);
  const isZip = first.toString('latin1', 0, 2) === 'PK';
  if (size < endBytes || !isZip) throw noCase(name);
  if (end.toString('latin1', 0, 4) !== 'PK\u0005\u0006') throw cut(name);
  const [listLength, listStart] = [end.readUInt32LE(12), end.readUInt32LE(16)];
  if (listLength > longestList || listStart + listLength + endBytes !== size) throw otherLength(name);
  const list = await readAt(handle, listStart, listLength);
  const files = readList(list, listStart);
  if (!files) throw packedAnew(name);

  const faults: string[] = [];
  const around = Buffer.concat([...files.map(listHeader), endOfArchive(files.length, listStart, listLength)]);
  let isAsWritten = around.equals(Buffer.concat([list, end]));
  let at = 0;
  for (const file of files) {
    // Files that lie over one another, or apart: neither is ever written.
    if (file.start !== at) throw packedAnew(name);
    at = endOfFile(file);
    const header = fileHeader(file.name);
    const before = await readAt(handle, file.start, header.length);
    const behind = await readAt(handle, at - descriptorBytes, descriptorBytes);
    isAsWritten &&= header.equals(before) && descriptor(file).equals(behind);
  }
  if (at !== listStart) throw packedAnew(name);
  if (!isAsWritten) {
    faults.push(
      'The archive’s own list does not fit its files: it was changed, or packed by another program.',
    );
  }
  return { files, faults };
}

/** Undefined where it is not a list of files stored as they are, within what lies before it. */
function readList(list: Buffer, listStart: number): readonly ZippedFile[] | undefined {
  const files: ZippedFile[] = [];
  for (let at = 0; at < list.length; ) {
    if (at + listHeaderBytes > list.length || list.readUInt32LE(at) !== 0x02014b50) return undefined;
    const nameEnd = at + listHeaderBytes + list.readUInt16LE(at + 28);
    const next = nameEnd + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
    const [packed, sizeBytes] = [list.readUInt32LE(at + 20), list.readUInt32LE(at + 24)];
    const isStored = list.readUInt16LE(at + 10) === 0 && packed === sizeBytes;
    const file: ZippedFile = {
      name: list.toString('utf8', at + listHeaderBytes, nameEnd),
      sizeBytes,
      crc32: list.readUInt32LE(at + 16),
      start: list.readUInt32LE(at + 42),
    };
    if (next > list.length || !isStored || endOfFile(file) > listStart) return undefined;
    files.push(file);
    at = next;
  }
  return files;
}

async function* readBytes(
  handle: FileHandle,
  { name, sizeBytes, start }: ZippedFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  const from = start + fileHeaderBytes + Buffer.byteLength(name);
  for (let done = 0; done < sizeBytes; ) {
    throwIfCancelled(signal);
    const piece = await readAt(handle, from + done, Math.min(pieceBytes, sizeBytes - done));
    if (piece.length === 0) return;
    done += piece.length;
    yield piece;
  }
}

/** Fewer bytes than asked for where the file ends. */
async function readAt(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(
    Buffer.alloc(Math.max(0, length)),
    0,
    length,
    Math.max(0, from),
  );
  return buffer.subarray(0, bytesRead);
}

export const noCase = (name: string): DeepSportError =>
  new DeepSportError('BAD_INPUT', `${name} is no case file. Choose the .zip that was handed over as one.`, {
    name,
  });

const cut = (name: string): DeepSportError =>
  new DeepSportError(
    'BAD_INPUT',
    `${name} is not whole: its end is missing. Fetch it again from where it came.`,
    {
      name,
    },
  );

const otherLength = (name: string): DeepSportError =>
  new DeepSportError(
    'BAD_INPUT',
    `${name} is longer or shorter than it was written: bytes were added or are missing. Fetch it again from where it came.`,
    { name },
  );

const packedAnew = (name: string): DeepSportError =>
  new DeepSportError(
    'BAD_INPUT',
    `${name} is no case file as DeepSport writes it: it was changed, or packed by another program. Ask for the file as it was handed over.`,
    { name },
  );

const tooLong = (name: string, file: string): DeepSportError =>
  new DeepSportError('BAD_INPUT', `${file} in ${name} is far longer than in any case, so it is not read.`, {
    name,
  });
