import { writeSync } from 'node:fs';
import { openProject } from '#main/project/index.ts';
import { createRandom } from '../random.ts';
import { perform, randomOperation, stateOf } from './record-model.ts';

// Started by a test, which kills it at any moment. Says first what it found in the project, then each operation
// before it is done, and that it was done. Written at once, so that nothing is lost with the process.
const [path = '', seed = '0'] = process.argv.slice(2);
// Without a project it leaves its compiled form behind, for those after it to start faster.
if (path === '') process.exit();
const say = (word: string, value: unknown) => writeSync(1, `${word} ${JSON.stringify(value)}\n`);

// Copies are made all the while, so that the process is killed in the midst of them too.
const project = openProject(path, { clock: Date.now, elapsed: () => 0, copyAfterMilliseconds: 8 });
say('found', stateOf(project));
const random = createRandom(Number(seed));
for (let count = 0; ; count++) {
  const operation = randomOperation(random, `edit-${seed}-${count}`);
  say('begin', operation);
  perform(project, operation);
  say('done', count);
  if (count % 4 === 0) await new Promise((resolve) => setTimeout(resolve, random.integer(4)));
}
