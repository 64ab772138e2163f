import { useDeferredValue, useMemo } from 'react';
import { type AskAbout, askChoice, askChoices } from '../app/state/ask-about.ts';
import { askEverywhere } from '../app/state/ask-everywhere.ts';
import { sportInForce } from '../app/state/asking-store.ts';
import { useAsking, useEvents, useHost, useQuestions, useRecord, useReview } from '../app/state/context.tsx';
import { traceTexts as texts } from '../texts/trace.ts';
import { formatRange } from '../ui/format.ts';

/** What can be asked about now, and what is. */
export function useAskAbout(): {
  readonly choices: readonly AskAbout[];
  readonly about: AskAbout | undefined;
} {
  const clip = useReview((state) => state.clip);
  const selection = useReview((state) => state.selection);
  const selected = useEvents((state) => state.selected);
  // What is offered may lag behind an event that is being dragged; the timeline may not.
  const items = useDeferredValue(useRecord((state) => state.items));
  const made = useAsking((state) => state.about);
  const selectedLast = useAsking((state) => state.selectedLast);
  return useMemo(() => {
    const choices = askChoices({ clip, selection, selected, items });
    return { choices, about: askChoice(choices, made, selectedLast) };
  }, [clip, selection, selected, items, made, selectedLast]);
}

/** The events of each code on all clips. */
export function useAskEverywhere(): readonly AskAbout[] {
  const items = useDeferredValue(useRecord((state) => state.items));
  const clips = useHost((state) => state.clips);
  return useMemo(() => askEverywhere(items, clips ?? []), [items, clips]);
}

export function useSport() {
  const sport = useAsking((state) => state.sport);
  const sportBefore = useAsking((state) => state.sportBefore);
  const codeWindows = useRecord((state) => state.items['code-window']);
  return sportInForce({ sport, sportBefore }, codeWindows.values());
}

/** True while the engine chosen is Nano, which knows only its own questions. */
export const useIsNano = (): boolean => useQuestions((state) => state.engineId === 'nano');

/** `Range 120–180`, `Touch 120–131`, `Every Touch (12)`. */
export function aboutWords({ kind, code, targets }: AskAbout): string {
  const [first] = targets;
  const range = first?.range ? formatRange(first.range) : '';
  switch (kind) {
    case 'clip':
      return texts.aboutClip;
    case 'range':
      return texts.aboutRange(range);
    case 'events':
      return targets.length === 1 ? texts.aboutEvent(code, range) : texts.aboutSelected(targets.length, code);
    case 'code':
      return texts.aboutCode(code, targets.length);
  }
}
