import type { UserMessage } from '../vision-language-model.ts';
import type { ScriptedTurn } from './scripted-model.ts';

/**
 * Follows the protocol and finds nothing: one look at the middle of what it was sent, then "cannot tell". Lets a
 * person try the interface without any model, and never pretends to have seen something.
 */
export function demoScript({ turn, message }: ScriptedTurn): string {
  const shown = frameIndices(message);
  const first = shown[0];
  const last = shown.at(-1);
  const mayLook = !/no tool is available|no further look/i.test(messageText(message));
  if (turn === 1 && mayLook && first !== undefined && last !== undefined && last - first >= 24) {
    const third = Math.floor((last - first) / 3);
    const [start, end] = [first + third, last - third];
    return (
      `<think>I am a fixed script and see nothing. To show what a look is, I ask for frames ${start} to ${end}, ` +
      `the middle of the clip.</think><tool_call>frame_extraction_tool(${start}, ${end})</tool_call>`
    );
  }
  return (
    '<think>I am a fixed script and see nothing, so no frame supports any answer.</think>' +
    '<answer>Cannot tell: this is the scripted demo, which knows nothing of the video. Choose another engine for an answer.</answer>'
  );
}

const frameIndices = (message: UserMessage): readonly number[] =>
  message.parts
    .flatMap((part) => (part.type === 'frame' ? [part.frame.index] : []))
    .toSorted((a, b) => a - b);

const messageText = (message: UserMessage): string =>
  message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
