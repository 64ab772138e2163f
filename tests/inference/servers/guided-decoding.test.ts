import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toolNames } from '#common/domain/index.ts';
import { formAsGbnf } from '#main/inference/reply-form/form-as-gbnf.ts';
import { formAsRegex } from '#main/inference/reply-form/form-as-regex.ts';
import { followAll, startOfForm } from '#main/inference/reply-form/form-automaton.ts';
import { createRandom } from '../../random.ts';
import { hasOrderedFrames, randomReply } from '../reply-form/random-reply.ts';
import { missingPackages, packages, python } from './python.ts';

const missing = missingPackages('xgrammar');

describe.skipIf(missing !== null)(
  `The engines of guided decoding${missing ? `, skipped: ${missing}` : ''}`,
  () => {
    it('take for the form of a reply exactly what the mask of local models takes', () => {
      const form = { tools: toolNames, frameCount: 154 };
      const random = createRandom(23);
      const texts = Array.from({ length: 1500 }, () => randomReply(random)).filter(hasOrderedFrames);
      const asked = {
        regex: formAsRegex(form, { thought: true }),
        gbnf: formAsGbnf(form, { thought: true }),
        texts,
      };
      const { stdout, stderr } = spawnSync(python, [join(import.meta.dirname, 'accepts.py')], {
        input: JSON.stringify(asked),
        encoding: 'utf8',
        env: { ...process.env, PYTHONPATH: packages },
      });
      expect(stdout, stderr).not.toBe('');
      const expected = texts.filter((text) => followAll(startOfForm(form), text)?.at === 'end');
      expect(expected.length).toBeGreaterThan(50);
      const taken = Object.entries<readonly boolean[]>(JSON.parse(stdout));
      expect(taken).toHaveLength(4);
      for (const [engine, takes] of taken) {
        expect(
          texts.filter((_, at) => takes[at]),
          engine,
        ).toEqual(expected);
      }
    });
  },
);
