export type { Agent, RunOptions, TrajectoryLog } from './agent.ts';
export { type AgentDependencies, createAgent } from './create-agent.ts';
export type { OpenClip } from './loop/run-context.ts';
export { type ParsedReply, parseReply, stopStrings } from './protocol/parse-reply.ts';
export { writeLook, writeReply } from './protocol/write-reply.ts';
export { checkAnswer, checkThought, type Evidence } from './verification/check-claims.ts';
export { isFormatValid } from './verification/format-valid.ts';
export { frameMentions } from './verification/frame-mentions.ts';
