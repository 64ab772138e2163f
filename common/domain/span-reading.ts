import type { AnswerForm } from './answer-form.ts';
import { type FrameMention, frameMentions } from './frame-mentions.ts';
import type { FrameRange } from './frame-range.ts';
import type { ReadingClip, Span } from './span.ts';
import { readJsonSpans } from './span-json.ts';
import { framesForTimes } from './span-times.ts';

/** More would be a list of frames seen, not of what happens. */
const mostSpans = 400;
const longestName = 80;
const longestText = 20_000;

/**
 * Every occurrence that an answer names by frames of the clip: `35–59: name`, `name: frames 35 to 59`,
 * `name at frame 61`, lists, tables, JSON, times. Bare numbers count only where spans were asked for; elsewhere a word
 * or a unit must say that they are frames or times (`frameMentions`). What is denied, outside the clip or unreadable
 * gives none.
 */
export function readSpans(text: string, form: Pick<AnswerForm, 'kind'>, clip: ReadingClip): readonly Span[] {
  const isAsked = form.kind === 'spans';
  const json = readJsonSpans(text, clip);
  const spans = joinFirstAndLast(json ?? linesOf(text).flatMap((line) => readLine(line, isAsked, clip)));
  const known = new Set<string>();
  return spans
    .filter(({ name, range: { start, end } }) => {
      const key = `${start} ${end} ${name}`;
      const isNew = !known.has(key);
      known.add(key);
      return isNew && start >= 0 && start <= end && end < clip.frameCount;
    })
    .slice(0, mostSpans);
}

/** `first frame: 35` and `last frame: 59` are one range. */
const joinFirstAndLast = (spans: readonly Span[]): readonly Span[] =>
  spans.flatMap((span, place): readonly Span[] => {
    const [before, next] = [spans[place - 1], spans[place + 1]];
    if (before && isFirst(before) && isLast(span)) return [];
    return next && isFirst(span) && isLast(next)
      ? [
          {
            name: '',
            range: { start: span.range.start, end: next.range.end },
            words: `${span.words}; ${next.words}`,
          },
        ]
      : [span];
  });
const isFirst = ({ name }: Span): boolean => /^(?:first|start|begin|beginning)(?: frame)?$/iu.test(name);
const isLast = ({ name }: Span): boolean => /^(?:last|end|stop|final)(?: frame)?$/iu.test(name);

/** Sentences and lines, without marks of lists, tables and emphasis; full-width digits and colons as plain ones. */
const linesOf = (text: string): readonly string[] =>
  text
    .slice(0, longestText)
    .replace(/[\uff01-\uff5e]+/gu, (wide) => wide.normalize('NFKC'))
    .split(/\r?\n|;/u)
    .map((line) =>
      line
        .replace(/[*`]+|^\s*[#>]+\s/gu, '')
        .replace(/^\s*["“”']+|["“”']+\s*$/gu, '')
        .replace(/^\s*(?:[-•–·]\s+|\d{1,3}[.)]\s+(?=\S)|\([a-z\d]\)\s+)/u, '')
        .replace(/^\s*\||\|\s*$/gu, '')
        .replace(/\s*\|\s*/gu, ': ')
        .replace(/(\d)\s*(?:→|-+>|=+>)\s*(?=#?\d)/gu, '$1–'),
    )
    .flatMap((line) => line.split(/(?<=[\p{L}\p{N})\]”"][.!?])\s+(?=\p{Lu}|\d)/u))
    .map((line) => line.trim())
    .filter((line) => /\d/.test(line));

/** `no splash at frame 61`, `cannot be seen in frames 3–9`: nothing happens there. */
const denies =
  /\b(?:no|not|never|neither|nor|without|cannot|can['’]t|isn['’]t|doesn['’]t|unclear|unsure)\b/iu;

function readLine(line: string, isAsked: boolean, clip: ReadingClip): readonly Span[] {
  const timed = framesForTimes(line, isAsked, clip.times);
  const plain = isAsked ? withFrameWords(timed) : timed;
  const mentions = frameMentions(plain).filter(({ isCall }) => !isCall);
  const parts = withoutEstimates(joinEnds(partsOf(plain, mentions)));
  const names = namesOf(parts);
  // `35–59: no splash` names what it saw.
  const isStated = isAsked && parts.length === 1 && /^$|:\s*$/.test(parts[0]?.before ?? '');
  return parts.flatMap(({ range, before, after }, place): readonly Span[] => {
    if (!isStated && denies.test(`${before} ${place === parts.length - 1 ? after : ''}`)) return [];
    return [{ name: names[place] ?? '', range, words: line }];
  });
}

/** Bare numbers where frames are expected: at the beginning of a line, after its colon, in brackets. */
const withFrameWords = (line: string): string =>
  line
    .replace(/[[(]\s*(\d{1,9})\s*,\s*(\d{1,9})\s*[\])]/gu, '$1–$2')
    .replace(bareAtStart, 'frames ')
    .replace(bareAtEnd, '$1 frames ')
    .replace(bareWithin, '$1 frames ');

const bareRange = String.raw`#?\d{1,9}(?:\s*(?:[-–—−‒~]|\.\.\.?|…|\bto\b|\bthrough\b|\buntil\b)\s*#?\d{1,9})`;
/** A single number needs a mark after it: `5 touches` counts. */
const bareAtStart = new RegExp(`^(?=${bareRange}|#?\\d{1,9}\\s*(?:$|[:=,(&–—-]|and\\b))`, 'iu');
/** `Pass 12–18, shot 20–25` and `12–18: pass, 20–25: shot`. */
const bareWithin = new RegExp(
  `((?<=[\\p{L}\\p{N}])\\s(?<!frames?\\s)(?=${bareRange}\\s*(?:,|\\.?$))|,(?=\\s*${bareRange}?\\s*:))`,
  'giu',
);
const bareAtEnd = new RegExp(
  `([:=@(]|\\s[-–—])\\s*(?=${bareRange}?(?:\\s*(?:,|and|&|/)\\s*(?:and\\s*)?${bareRange}?)*\\s*[).]*\\s*$)`,
  'iu',
);

/** A mention with the words around it, up to its neighbours. */
type Part = {
  readonly range: FrameRange;
  readonly isBracket: boolean;
  readonly before: string;
  readonly after: string;
};

/** The words that introduce a mention belong to it. */
const introduction =
  /(?:\b(?:at|in|on|from|over|during|around|about|approximately|see|within|across|by|of)\s+)?(?:the\s+)?(?:\bbetween\s+)?(?:\bframes?\b\s*(?:numbers?\b|nos?\.|#)?\s*(?:from\s+)?)?#?$/iu;

function partsOf(line: string, mentions: readonly FrameMention[]): readonly Part[] {
  const places = mentions.map(({ range, numbers }) => {
    const [first, last] = [numbers[0], numbers.at(-1)];
    const from = first?.at ?? 0;
    const start = from - (introduction.exec(line.slice(0, from))?.[0].length ?? 0);
    const isBracket = /\bbetween\b/iu.test(line.slice(start, from));
    return { range, isBracket, start, end: (last?.at ?? 0) + (last?.length ?? 0) };
  });
  return places.map(({ range, isBracket, start, end }, place) => ({
    range,
    isBracket,
    before: line.slice(places[place - 1]?.end ?? 0, Math.max(start, places[place - 1]?.end ?? 0)),
    after: line.slice(end, Math.max(end, places[place + 1]?.start ?? line.length)),
  }));
}

/** `starts at frame 35 and ends at frame 59` is one range. */
function joinEnds(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const begins = /\b(?:starts?|begins?|starting|beginning|start|begin)\b\W*(?:frame\b\W*)?$/iu;
    const ends =
      /^\W*(?:and\s+)?(?:it\s+)?(?:ends?|ending|finish(?:es)?|lasts?\s+until|until|stops?)\b\W*$/iu;
    const isRange =
      last &&
      last.range.start === last.range.end &&
      part.range.start === part.range.end &&
      last.range.end <= part.range.start;
    if (isRange && begins.test(last.before) && ends.test(part.before)) {
      const range = { start: last.range.start, end: part.range.end };
      joined[joined.length - 1] = { ...part, range, before: last.before.replace(begins, '') };
    } else joined.push(part);
  }
  return joined;
}

/** `between 35 and 38: frame 37` says 37. */
const withoutEstimates = (parts: readonly Part[]): readonly Part[] =>
  parts.flatMap((part, place) => {
    const { start, end } = part.range;
    const isEstimate =
      part.isBracket &&
      parts.some(({ range }) => range !== part.range && range.start >= start && range.end <= end);
    if (isEstimate) return [];
    const before = parts[place - 1];
    return before?.isBracket && nameFrom(part.before) === '' ? [{ ...part, before: before.before }] : [part];
  });

/** Names stand after their frames where a line begins with frames, else before them; a list shares its name. */
function namesOf(parts: readonly Part[]): readonly string[] {
  const isAfter = nameFrom(parts[0]?.before ?? '') === '';
  const names = parts.map(({ before, after }) =>
    isAfter ? nameFrom(clause(after, 'first')) : nameFrom(clause(before, 'last')),
  );
  const order = isAfter ? [...names.keys()].reverse() : [...names.keys()];
  let shared = '';
  for (const place of order) {
    if (names[place] === '') names[place] = shared;
    shared = names[place] ?? '';
  }
  return names;
}

/** The part of the words between two mentions that belongs to one of them. */
function clause(words: string, which: 'first' | 'last'): string {
  const clauses = words
    .split(/,|\.\s|\bthen\b|\bfollowed by\b|\band\b/iu)
    .filter((each) => nameFrom(each) !== '');
  return (which === 'first' ? clauses[0] : clauses.at(-1)) ?? '';
}

/** A name out of the words around a mention: without what only ties it to its frames. */
function nameFrom(words: string): string {
  const name = words
    .replace(/^[\s,.:;=→–—\-()[\]"“”'|@]+|[\s,.:;=→–—\-([\]"“”'|@]+$/gu, '')
    .replace(
      /^(?:(?:and|or|then|also|the|an?|at|there (?:is|are)|it is|is|are|was|were|with|for|shows?|showing|in which|where|when)\s+)+/iu,
      '',
    )
    .replace(
      /\s+(?:(?:is|are|was|were|can be|may be)\s*(?:seen|visible|shown|found|located)?|lies?|occurs?|happens?|takes place|appears?|seen|visible|shown|at|in|on|from|around|during|by|of)$/iu,
      '',
    )
    .replace(/^[\s,.:;\-–—]+|[\s,.:;\-–—(]+$/gu, '')
    .replace(/^\(([^()]*)\)?$/u, '$1')
    .replace(/^([^()]*)\)$/u, '$1');
  if (
    !/\p{L}/u.test(name) ||
    name === 'a' ||
    /^(?:and|or|to|at|in|is|the|an|frames?|it|then|between|from|lies?|seen|visible|shown|answer)$/iu.test(
      name,
    )
  )
    return '';
  if (name.length <= longestName) return name;
  const cut = name.slice(0, longestName);
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), longestName / 2)).trim();
}
