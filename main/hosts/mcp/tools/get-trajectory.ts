import { z } from 'zod';
import { framesShown } from '#common/domain/index.ts';
import { storedTrajectory } from '../stored-trajectory.ts';
import { defineTool } from '../tool.ts';
import { engineWords, stepRow } from '../trajectory-words.ts';

export const getTrajectory = defineTool({
  name: 'get_trajectory',
  title: 'Get a trajectory',
  description:
    'Everything of one question: the frames shown, each thought, each look, warnings about claims without a frame, and the answer. The resource deepsport://trajectory/{id} has the same with every number and hash.',
  input: z.strictObject({
    trajectory: z.string().min(1).max(200).describe('Its id, from ask or list_proposals.'),
  }),
  output: z.object({
    trajectory: z.string(),
    clip: z.string(),
    question: z.string(),
    mode: z.string(),
    seed: z.int(),
    engine: z.string(),
    isLocal: z.boolean(),
    status: z.enum(['running', 'answered', 'failed', 'cancelled']),
    answer: z.string().nullable(),
    framesShown: z.array(z.int()),
    steps: z.array(z.object({ kind: z.string(), words: z.string(), frames: z.array(z.int()) })),
  }),
  effect: 'reads',
  async run({ trajectory: id }, context) {
    const trajectory = storedTrajectory(id, context);
    const { clipId, clipName, question, mode, seed, engine, status, answer } = trajectory;
    const steps = trajectory.steps.map(stepRow);
    const shown = new Set(framesShown(trajectory).map(({ index }) => index));
    return {
      data: {
        ...{ trajectory: id, clip: clipId, question, mode, seed, status, answer, steps },
        engine: engine.name,
        isLocal: engine.local,
        framesShown: [...shown].sort((a, b) => a - b),
      },
      content: [
        `${question} · ${clipName} · ${mode} · ${status}`,
        engineWords(trajectory),
        ...steps.map(({ words }) => words),
      ].join('\n\n'),
    };
  },
});
