import { openProject } from '#main/project/index.ts';
import { sampleTrajectory, turnStep } from './sample-trajectory.ts';

// Started by a test, which kills it at any moment. Tells each turn once the store has confirmed it.
const [path = ''] = process.argv.slice(2);
const project = openProject(path, { clock: Date.now });
project.addClip({
  clipId: 'clip-1',
  name: 'dive.mp4',
  path: '/elsewhere/dive.mp4',
  videoTrack: null,
  captureRate: null,
  addedAt: '2026-01-02',
  contentHash: null,
  sizeBytes: null,
});
project.startTrajectory(sampleTrajectory('killed'));
for (let turn = 1; ; turn++) {
  project.appendStep('killed', turnStep(turn));
  process.send?.(turn);
  await new Promise((resolve) => setTimeout(resolve, 2));
}
