import { type FrameRange, isSameLook, type TurnWarning } from '#common/domain/index.ts';

export type LookCircumstances = {
  readonly frameCount: number;
  /** Windows already looked at, by the model or the analyst. */
  readonly earlierLooks: readonly FrameRange[];
  /** Why no look may be taken at this turn; null when one may. */
  readonly notAllowed: string | null;
};

/**
 * Why a look is refused (cognitive consistency, DeepSport v1 and FrameThinker), or null when it is taken.
 * A window that holds fewer frames than the tool returns is fine: the tool then returns all of them.
 */
export function verifyLook(range: FrameRange, circumstances: LookCircumstances): TurnWarning | null {
  const { start, end } = range;
  const { frameCount, earlierLooks, notAllowed } = circumstances;
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
  if (start === end) {
    return refusal(
      'window-too-small',
      `The window ${start}–${end} holds a single frame; ask for a longer one.`,
    );
  }
  if (notAllowed !== null) return refusal('look-not-allowed', notAllowed);
  if (isSameLook(range, { start: 0, end: lastFrame })) {
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
