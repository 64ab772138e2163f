import type { Action, FrameRange, ToolName } from '#common/domain/index.ts';

const signatures: Readonly<Record<ToolName, string>> = {
  frame_extraction_tool: 'frame_extraction_tool(idx_start, idx_end)',
  motion_profile: 'motion_profile(idx_start, idx_end)',
  list_shots: 'list_shots()',
};

/** How tools are written, for sentences that tell an engine what it may call. */
export const writtenTools = (tools: readonly ToolName[]): string =>
  tools.map((tool) => signatures[tool]).join(', ');

export type Call = Exclude<Action, { kind: 'answer' }>;

/** A call as an engine writes it. */
export function writeCall(call: Call): string {
  if (call.kind === 'look') return `frame_extraction_tool(${numbers(call.range)})`;
  return call.tool === 'motion_profile' ? `motion_profile(${numbers(call.arguments)})` : 'list_shots()';
}

const numbers = ({ start, end }: FrameRange): string => `${start}, ${end}`;
