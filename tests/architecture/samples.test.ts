import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trajectorySchema } from '#common/contract/index.ts';
import { createEngineRegistry } from '#main/inference/index.ts';
import { projectFiles, readProjectFile, root } from './source-files.ts';

describe('The recorded question of the sample project', () => {
  const recorded: Record<string, unknown[]> = JSON.parse(readProjectFile('resources/samples/project.json'));
  const trajectories = Object.entries(recorded).flatMap(([clip, entries]) =>
    entries.map((entry) => ({ clip, trajectory: trajectorySchema.parse(entry) })),
  );

  it('is on a sample clip that is shipped, with its truth', () => {
    const files = projectFiles();
    expect(trajectories.length).toBeGreaterThan(0);
    for (const { clip } of trajectories) {
      expect(files).toContain(`resources/samples/${clip}`);
      expect(files).toContain(`resources/samples/${clip.replace('.mp4', '.truth.json')}`);
    }
  });

  it('was answered by the Nano that is shipped (else: npm run samples:record)', async () => {
    const registry = createEngineRegistry({
      modelFolders: [join(root, 'resources', 'models')],
      servers: () => [],
      log: () => {},
      start: () => {
        throw new Error('a card needs no engine');
      },
    });
    const card = await registry.card('nano');
    for (const { trajectory } of trajectories) {
      expect(trajectory.engine.weightsSha256).toBe(card.weightsSha256);
      expect(trajectory.status).toBe('answered');
      expect(trajectory.steps.some((step) => step.kind === 'frames' && step.by === 'model')).toBe(true);
    }
    await registry[Symbol.asyncDispose]();
  });
});
