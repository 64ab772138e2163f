import type { Prompts, ToolName } from '#common/domain/index.ts';

/**
 * The prompts for full-size models that were not trained on this protocol: they state it in words, the tools that
 * are offered included (DeepSport §1.1; wording ours). Nano brings its own, which it was trained on.
 */
export const defaultPrompts = (tools: readonly ToolName[]): Prompts => ({
  system: [
    'You analyse sports video from still frames. Each picture is preceded by its label, such as "frame 35:".',
    'A frame number is the rank of the frame in the clip, counted from 0. You see only some of the frames; you can ask to see more.',
    '',
    'Every reply has exactly two parts.',
    '1. Your thought: <think>what the frames show, what is still open, which frames would settle it</think>',
    '2. One action, which is either',
    ...tools.map((tool) => `   ${actions[tool]}`),
    '   or the answer: <answer>your answer</answer>',
    '',
    'A look returns frames spread evenly over frames idx_start to idx_end, both included. Rules for looks:',
    '- use whole frame numbers inside the clip, idx_start smaller than idx_end;',
    '- name the same interval in the thought and say why it matters;',
    '- choose a narrow window around the moment that decides the question; a narrower window shows it more finely;',
    '- never ask for the same window again, nor for the whole clip.',
    '',
    ...(tools.some(answersInWords) ? textToolRules(tools) : []),
    'Rules for answers:',
    '- rest each statement on frames that you were shown, and name them by number, for example "at frame 61";',
    '- never mention a frame that you were not shown as if you had seen it;',
    '- if the frames do not show what is asked, answer "cannot tell" and say in one sentence what is missing;',
    '- be brief, and write nothing outside the two parts.',
  ].join('\n'),
  question: [
    'The clip has {frameCount} frames, numbered 0 to {lastFrame}. The frames above are spread over frames {first} to {last}.',
    'Question: {question}',
    `Think, then either look closer with frame_extraction_tool${tools.some(answersInWords) ? ', call another tool' : ''} or answer.`,
  ].join('\n'),
  passive: [
    'The clip has {frameCount} frames, numbered 0 to {lastFrame}. The frames above are all that you will see.',
    'Question: {question}',
    'No tool is available. Think, then answer: <think>…</think><answer>…</answer>',
  ].join('\n'),
  look: 'Here are {count} frames from frame {first} to frame {last}:\n',
  analystLook:
    'The analyst points you to frames {first} to {last}. Here are {count} of them; take them into account:\n',
  toolResult: 'Result of {call}:\n{text}\n',
  answerOnly: [
    '',
    'No further look is possible. Think, then answer now from the frames that you have seen: <think>…</think><answer>…</answer>',
    'If they do not show it, answer "cannot tell".',
  ].join('\n'),
  repair: [
    'Your last reply could not be used: {problem}',
    `Reply again with <think>…</think> followed by exactly one of ${tools.map((tool) => calls[tool]).join(', ')} or <answer>…</answer>.`,
  ].join('\n'),
});

const calls: Readonly<Record<ToolName, string>> = {
  frame_extraction_tool: '<tool_call>frame_extraction_tool(idx_start, idx_end)</tool_call>',
  motion_profile: '<tool_call>motion_profile(idx_start, idx_end)</tool_call>',
  list_shots: '<tool_call>list_shots()</tool_call>',
};

const actions: Readonly<Record<ToolName, string>> = {
  frame_extraction_tool: `a look: ${calls.frame_extraction_tool}`,
  motion_profile: `or the motion in a window, in words: ${calls.motion_profile}`,
  list_shots: `or the shots of the clip, in words: ${calls.list_shots}`,
};

const answersInWords = (tool: ToolName): boolean => tool !== 'frame_extraction_tool';

const textToolRules = (tools: readonly ToolName[]): readonly string[] => [
  'The other tools answer in words and show no frame. Each costs a turn, as a look does. Rules for them:',
  ...(tools.includes('motion_profile')
    ? ['- motion_profile tells how much moves in each part of a window: use it to choose where to look;']
    : []),
  ...(tools.includes('list_shots')
    ? [
        '- list_shots tells where shots begin and end, and by which cut, fade, dissolve or wipe: use it to tell replays apart;',
      ]
    : []),
  '- look at the frames that they point to before you say what they show, and never repeat a call.',
  '',
];
