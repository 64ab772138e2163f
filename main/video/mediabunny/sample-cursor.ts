import type { ClipFile } from './clip-file.ts';
import type { CodedPacket, PacketReader } from './packet-cursor.ts';
import type { SampleTable } from './sample-table.ts';

/** Packets lie close together, with sound between them: one read brings many. */
const blockBytes = 2 ** 19;

type Block = { readonly first: number; readonly end: number; readonly bytes: Uint8Array };

/** Reads the packets of a sample table, a block at a time and one block ahead. */
export class SampleCursor implements PacketReader {
  readonly #file: Pick<ClipFile, 'read'>;
  readonly #table: SampleTable;
  #next = 0;
  #block: Promise<Block | null> = Promise.resolve(null);
  #ahead: Promise<Block | null> = Promise.resolve(null);

  constructor(file: Pick<ClipFile, 'read'>, table: SampleTable) {
    this.#file = file;
    this.#table = table;
  }

  seek(timestampSeconds: number): void {
    const { timestampsSeconds, isKey } = this.#table;
    let sample = timestampsSeconds.indexOf(timestampSeconds);
    while (sample >= 0 && isKey[sample] !== 1)
      sample = timestampsSeconds.indexOf(timestampSeconds, sample + 1);
    this.#next = sample;
    this.#block = this.#load(sample);
    this.#ahead = Promise.resolve(null);
  }

  async next(): Promise<CodedPacket | null> {
    const sample = this.#next;
    let block = await this.#block;
    if (block && sample === block.end) {
      this.#block = this.#ahead;
      block = await this.#block;
    }
    if (!block || sample < block.first || sample >= block.end) return null;
    if (sample === block.first) this.#ahead = this.#load(block.end);
    this.#next += 1;
    const { timestampsSeconds, isKey, offsets, sizes } = this.#table;
    const start = (offsets[sample] ?? 0) - (offsets[block.first] ?? 0);
    return {
      timestampSeconds: timestampsSeconds[sample] ?? 0,
      isKey: isKey[sample] === 1,
      data: block.bytes.subarray(start, start + (sizes[sample] ?? 0)),
    };
  }

  #load(first: number): Promise<Block | null> {
    const { offsets, sizes } = this.#table;
    if (first < 0 || first >= offsets.length) return Promise.resolve(null);
    const start = offsets[first] ?? 0;
    let reach = start;
    let end = first;
    for (; end < offsets.length; end++) {
      const offset = offsets[end] ?? 0;
      const sampleEnd = offset + (sizes[end] ?? 0);
      if (offset < reach || (end > first && sampleEnd - start > blockBytes)) break;
      reach = sampleEnd;
    }
    const block = this.#file.read(start, reach).then((bytes) => ({ first, end, bytes }));
    // Whoever awaits it sees the failure; nobody may before the clip is closed.
    block.catch(() => {});
    return block;
  }
}
