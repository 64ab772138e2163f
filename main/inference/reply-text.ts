import { cutAfterStop } from './stop-strings.ts';

/** The text of a reply as it grows. It ends after the first stop string; what comes later is not taken. */
export type ReplyText = {
  readonly text: string;
  /** True once a stop string is complete. */
  readonly stopped: boolean;
  /** Takes more text; returns what of it belongs to the reply. */
  append(addition: string): string;
};

export function createReplyText(stop: readonly string[]): ReplyText {
  let text = '';
  let stopped = false;
  return {
    get text() {
      return text;
    },
    get stopped() {
      return stopped;
    },
    append(addition) {
      if (stopped || addition === '') return '';
      const cut = cutAfterStop(text + addition, stop);
      const delta = cut === null ? addition : cut.slice(text.length);
      text += delta;
      stopped = cut !== null;
      return delta;
    },
  };
}
