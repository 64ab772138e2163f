// Asks Nano the sample project's question and records the whole trajectory, as the first start shows it.
// Launch: npm run samples:record   (after a change of Nano, of its prompts or of the sample clips)
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyTrajectoryEvent } from '#common/domain/index.ts';

const root = join(import.meta.dirname, '..');
const samples = join(root, 'resources', 'samples');
const clip = 'dive-a.mp4';
const question = 'When does the diver leave the board, and when does the diver touch the water?';

const lines = execFileSync(
  process.execPath,
  [join(root, 'bin', 'deepsport.mjs'), 'ask', join(samples, clip), question, '--json'],
  { encoding: 'utf8', maxBuffer: 2 ** 26 },
);
const trajectory = lines
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
  .reduce(applyTrajectoryEvent, undefined);

if (trajectory?.status !== 'answered')
  throw new Error(`Nano did not answer: ${trajectory?.failure?.message}`);
writeFileSync(join(samples, 'project.json'), `${JSON.stringify({ [clip]: [trajectory] }, null, 2)}\n`);
process.stdout.write(`${clip}: ${trajectory.answer}\n`);
