export type { Agent, TrajectoryLog } from './agent.ts';
export { type AgentDependencies, createAgent } from './create-agent.ts';
export { createAnswerProposals } from './proposals/propose-from-answer.ts';
