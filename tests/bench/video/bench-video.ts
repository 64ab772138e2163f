/**
 * How fast frames come: ours through the worker process, FFmpeg's command line, PyAV and OpenCV, on the same
 * generated clips, in turn within one run. Medians, in milliseconds; a ratio above 1 means that ours is faster.
 *
 * `--only` runs the workloads whose title holds the text.
 *
 *     npm run bench:video -- [--python PYTHON] [--clips FOLDER] [--out FILE] [--repetitions 9] [--only TEXT] [--quick] [--memory]
 *
 * PyAV and OpenCV need a Python that has them: python3 -m venv V && V/bin/pip install av opencv-python-headless
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateClips } from './bench-clips.ts';
import type { Contender } from './contender.ts';
import { createFfmpeg } from './ffmpeg-program.ts';
import { formatRow, formatTable, type Row, runWorkload } from './measure.ts';
import { measureMemory } from './memory.ts';
import { createOurs } from './ours.ts';
import { createPythonPeer } from './python-peers.ts';
import { viewerSteps } from './viewer-steps.ts';
import { createWorkloads } from './workloads.ts';

const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    clips: { type: 'string', default: join(tmpdir(), 'deepsport-bench-clips') },
    out: { type: 'string', default: 'reports/bench-video.json' },
    repetitions: { type: 'string', default: '9' },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    memory: { type: 'boolean', default: false },
  },
});
const repetitions = values.quick ? 3 : Math.max(1, Number(values.repetitions));

console.log('Generating clips that are not there yet …');
const clips = await generateClips(values.clips, values.quick);

if (values.memory) {
  await measureMemory(clips.match, values.quick ? 100 : 500);
} else {
  const rows = await measure();
  console.log(formatTable(rows));
  await mkdir(dirname(values.out), { recursive: true });
  const machine = { processor: cpus()[0]?.model, cores: availableParallelism(), node: process.version };
  const report = { measured: new Date().toISOString(), machine, quick: values.quick, repetitions, rows };
  await writeFile(values.out, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\nWritten to ${values.out}`);
}

async function measure(): Promise<readonly Row[]> {
  const peers: Contender[] = [];
  for (const [name, peer] of [
    ['ffmpeg', createFfmpeg()],
    ['PyAV', await createPythonPeer(values.python, 'pyav')],
    ['OpenCV', await createPythonPeer(values.python, 'opencv')],
  ] as const) {
    if (peer) peers.push(peer);
    else console.log(`${name} is missing: it is left out of the table.`);
  }
  const ours = createOurs('ours', false);
  const cold = createOurs('ours', true);
  const rows: Row[] = [];
  try {
    for (const workload of createWorkloads(clips, values.quick)) {
      if (!workload.title.includes(values.only)) continue;
      const contenders = [workload.cold ? cold : ours, ...peers];
      const row = await runWorkload(workload, contenders, repetitions);
      console.log(formatRow(row));
      rows.push(row);
    }
  } finally {
    for (const contender of [ours, cold, ...peers]) await contender[Symbol.asyncDispose]();
  }
  if ('viewer'.includes(values.only)) {
    rows.push(...(await viewerSteps(clips.minute, repetitions, values.quick ? 15 : 60)));
  }
  return rows;
}
