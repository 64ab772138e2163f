// What editing costs in a project of many events, and what opening, copying and recovering it cost.
//
//   node tests/bench/project.ts [EVENTS]
import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { putItem, type RecordItem } from '#common/domain/index.ts';
import { openProject, type ProjectStore } from '#main/project/index.ts';

const count = Number(process.argv[2] ?? 50_000);
const folder = mkdtempSync(join(tmpdir(), 'deepsport-bench-'));
const path = join(folder, 'season.deepsport');
const person = { kind: 'person' } as const;

const event = (place: number): RecordItem => ({
  kind: 'event',
  id: `event-${place}`,
  clipId: `clip-${place % 10}`,
  codeId: `code-${place % 20}`,
  range: { start: place * 10, end: place * 10 + 40 },
  labels: [
    { group: 'Foot', text: 'left' },
    { group: 'Zone', text: 'attacking third' },
  ],
  note: 'Seen from the near side.',
  by: person,
  evidence: [place * 10],
  createdAt: '2026-01-02T00:00:00.000Z',
});

const rounded = (milliseconds: number) => Number(milliseconds.toFixed(2));
function timed<T>(what: string, work: () => T): T {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const result = work();
  const milliseconds = rounded(performance.now() - start);
  const { user, system } = process.cpuUsage(cpu);
  // Both, for on a busy machine only the second tells something about the project.
  console.log({ what, milliseconds, cpuMilliseconds: rounded((user + system) / 1000) });
  return result;
}
function spread(what: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => rounded(sorted[Math.floor(share * sorted.length)] ?? 0);
  console.log({ what, median: at(0.5), p95: at(0.95), worst: at(0.999) });
}
const open = (at = path) => openProject(at, { clock: Date.now });
function edits(project: ProjectStore, times: number): readonly number[] {
  return Array.from({ length: times }, (_, round) => {
    const start = performance.now();
    const item = { ...event((round * 7919) % count), note: `Round ${round}` } as RecordItem;
    project.edit({ id: `edit-${round}`, title: 'Write a note', changes: [putItem(item)] }, person);
    return performance.now() - start;
  });
}

try {
  {
    using project = timed('make a project', () => open());
    const changes = Array.from({ length: count }, (_, place) => putItem(event(place)));
    timed(`import ${count} events as one edit`, () =>
      project.edit({ id: 'import', title: 'Import', changes }, person),
    );
    timed('undo the import', () => project.undo());
    timed('redo the import', () => project.redo());
    timed('close with a copy', () => project[Symbol.dispose]());
  }
  console.log({ megabytes: rounded(statSync(path).size / 2 ** 20) });
  for (const round of [1, 2]) {
    using project = timed(`open, closed in good order (${round})`, () => open());
    timed('snapshot', () => project.snapshot());
  }
  {
    using project = open();
    spread('edit of one item, journal flushed', edits(project, 1000));
    timed('history of 200', () => project.history(200));
    const source = new DatabaseSync(path, { readOnly: true });
    const start = performance.now();
    await backup(source, join(folder, 'copy'), { rate: 2 ** 30 });
    console.log({ what: 'copy beside, in a thread', milliseconds: rounded(performance.now() - start) });
    source.close();
    for (const suffix of ['', '-wal', '.backup', '.journal']) {
      copyFileSync(path + suffix, join(folder, `killed.deepsport${suffix}`));
    }
  }
  {
    using memory = openProject(':memory:', { clock: Date.now });
    const changes = Array.from({ length: count }, (_, place) => putItem(event(place)));
    memory.edit({ id: 'import', title: 'Import', changes }, person);
    spread('edit of one item, kept nowhere', edits(memory, 1000));
  }
  const killed = join(folder, 'killed.deepsport');
  timed('open after a kill, 1000 edits in the journal', () => open(killed))[Symbol.dispose]();
  truncateSync(killed, 4096 * 100);
  const recovered = timed('open and recover a cut file', () => open(killed));
  console.log(recovered.notice);
  recovered[Symbol.dispose]();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
