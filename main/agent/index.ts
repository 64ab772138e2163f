export type { Agent, TrajectoryLog } from './agent.ts';
export { type AgentDependencies, createAgent } from './create-agent.ts';
