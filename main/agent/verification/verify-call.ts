import {
  type FrameRange,
  isSameLook,
  type TextToolCall,
  type ToolName,
  type TurnWarning,
} from '#common/domain/index.ts';
import { type Call, writeCall, writtenTools } from '../protocol/write-call.ts';

export type CallCircumstances = {
  readonly frameCount: number;
  /** Whether the first view was of the whole clip; it is not where a stretch was asked about. */
  readonly isWholeShown: boolean;
  /** Windows already looked at, by the model or the analyst. */
  readonly earlierLooks: readonly FrameRange[];
  /** What text tools were asked before. */
  readonly earlierCalls: readonly TextToolCall[];
  readonly tools: readonly ToolName[];
  /** Why only an answer may be given at this turn; null when a call may be made. */
  readonly notAllowed: string | null;
};

/**
 * Why a call is refused (cognitive consistency, DeepSport v1 and FrameThinker), or null when it is carried out.
 * A window that holds fewer frames than the tool returns is fine: the tool then returns all of them.
 */
export function verifyCall(call: Call, circumstances: CallCircumstances): TurnWarning | null {
  const { tools, frameCount, notAllowed, earlierCalls } = circumstances;
  const tool = call.kind === 'look' ? 'frame_extraction_tool' : call.tool;
  if (!tools.includes(tool)) {
    return refusal(
      'tool-not-offered',
      `The tool ${tool} is not offered; what can be called is ${writtenTools(tools)}.`,
    );
  }
  const window = windowOf(call);
  const fault = window && windowFault(window, frameCount);
  if (fault) return fault;
  if (notAllowed !== null) return refusal('look-not-allowed', notAllowed);
  if (call.kind === 'look') return repeatedLook(call.range, circumstances);
  return earlierCalls.some((earlier) => isSameCall(earlier, call))
    ? refusal('repeated-call', `${writeCall(call)} was answered already; look at frames or answer.`)
    : null;
}

/** The frames that a call asks about; none where it asks about the whole clip. */
export function windowOf(call: Call): FrameRange | null {
  if (call.kind === 'look') return call.range;
  return call.tool === 'motion_profile' ? call.arguments : null;
}

function windowFault({ start, end }: FrameRange, frameCount: number): TurnWarning | null {
  const lastFrame = frameCount - 1;
  if (start > end) {
    return refusal(
      'format',
      `The window ${start}–${end} is reversed; its first frame must come before its last.`,
    );
  }
  if (end > lastFrame) {
    return refusal(
      'window-outside-clip',
      `The window ${start}–${end} lies outside the clip, which has frames 0–${lastFrame}.`,
    );
  }
  return start === end
    ? refusal('window-too-small', `The window ${start}–${end} holds a single frame; ask for a longer one.`)
    : null;
}

function repeatedLook(
  range: FrameRange,
  { frameCount, isWholeShown, earlierLooks }: CallCircumstances,
): TurnWarning | null {
  const { start, end } = range;
  if (isWholeShown && isSameLook(range, { start: 0, end: frameCount - 1 })) {
    return refusal(
      'repeated-look',
      `The window ${start}–${end} is the whole clip, which was shown at the start; choose a narrower one.`,
    );
  }
  const earlier = earlierLooks.find((look) => isSameLook(look, range));
  return earlier
    ? refusal(
        'repeated-look',
        `The window ${start}–${end} was looked at already, as ${earlier.start}–${earlier.end}; choose another one or answer.`,
      )
    : null;
}

const isSameCall = (a: TextToolCall, b: TextToolCall): boolean =>
  a.tool === 'motion_profile'
    ? b.tool === 'motion_profile' && isSameLook(a.arguments, b.arguments)
    : b.tool === a.tool;

/** A thought must name the interval that it then requests (FrameThinker); in the workstation a warning [ours]. */
export function checkNamesWindow(thought: string, { start, end }: FrameRange): TurnWarning | null {
  const numbers = new Set(Array.from(thought.matchAll(/\d+/g), ([digits]) => Number(digits)));
  return numbers.has(start) && numbers.has(end)
    ? null
    : {
        kind: 'thought-does-not-name-window',
        message: `The thought does not name the window ${start}–${end} that it asks for.`,
      };
}

const refusal = (kind: TurnWarning['kind'], message: string): TurnWarning => ({ kind, message });
