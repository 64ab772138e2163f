import type { McpTool } from './tool.ts';
import { ask } from './tools/ask.ts';
import { exportClip } from './tools/export-clip.ts';
import { exportFrames } from './tools/export-frames.ts';
import { getFrames } from './tools/get-frames.ts';
import { getTrajectory } from './tools/get-trajectory.ts';
import { listClips } from './tools/list-clips.ts';
import { listEngines } from './tools/list-engines.ts';
import { listEvents } from './tools/list-events.ts';
import { listProposals } from './tools/list-proposals.ts';
import { listShots } from './tools/list-shots.ts';
import { look } from './tools/look.ts';
import { motionProfile } from './tools/motion-profile.ts';
import { openClip } from './tools/open-clip.ts';
import { proposeEvents } from './tools/propose-events.ts';

/** Everything that another agent can do here. */
export const tools: readonly McpTool[] = [
  openClip,
  listClips,
  look,
  getFrames,
  motionProfile,
  listShots,
  listEvents,
  listProposals,
  proposeEvents,
  listEngines,
  ask,
  getTrajectory,
  exportClip,
  exportFrames,
];
