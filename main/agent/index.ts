export type { Agent, TrajectoryLog } from './agent.ts';
export type { AgentDependencies } from './agent-dependencies.ts';
export { createAgent } from './create-agent.ts';
export { doubtOf, evidenceFor } from './proposals/evidence.ts';
export { createAnswerProposals } from './proposals/propose-from-answer.ts';
export { listShots } from './toolbox/list-shots.ts';
export { motionProfile } from './toolbox/motion-profile.ts';
export { checkAnswer } from './verification/check-claims.ts';
