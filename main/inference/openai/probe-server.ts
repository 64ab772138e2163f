import type OpenAI from 'openai';
import { APIConnectionError, APIError } from 'openai';
import type { Frame, Guidance, ServerCapabilities } from '#common/domain/index.ts';
import { guidances, throwIfCancelled } from '#common/domain/index.ts';
import type { MessagePart } from '../vision-language-model.ts';
import { type Adaptation, noAdaptation, readRefusal } from './adaptation.ts';
import { isTrialReply, trialFields } from './guidance.ts';
import { readTrial, type TrialReply } from './read-trial.ts';
import { requestBody } from './request-body.ts';
import { createPictureEncoder, type ServerTurn } from './request-messages.ts';
import { serverWords, timeoutError } from './server-errors.ts';

export type ProbeDependencies = {
  readonly client: OpenAI;
  readonly model: string;
  /** What the list of models said. */
  readonly contextTokens: number | null;
  readonly milliseconds: number;
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
};

export type Probe = {
  readonly capabilities: ServerCapabilities;
  /** What it refused, so that no conversation has to find out again. */
  readonly adaptation: Adaptation;
};

const mostThoughtTokens = 192;
const mostWordTokens = 16;
/** No further form is tried after this many tokens. */
const enoughTokens = 500;

/**
 * Tries what a conversation needs with a few short questions: three small pictures, at most about 700 tokens written,
 * and never longer than the time given; what was not reached stays null. Throws what the first question threw when
 * nothing could be found out.
 */
export async function probeServer(dependencies: ProbeDependencies): Promise<Probe> {
  const { client, model, now, milliseconds } = dependencies;
  const server = { baseUrl: client.baseURL, model };
  const timeUp = AbortSignal.timeout(milliseconds);
  const signal = dependencies.signal ? AbortSignal.any([dependencies.signal, timeUp]) : timeUp;
  const encode = createPictureEncoder();
  let adaptation = noAdaptation;
  let written = 0;
  const props = await llamaProps(client, AbortSignal.any([signal, AbortSignal.timeout(2000)]));
  let found: ServerCapabilities = {
    measuredAt: new Date(now()).toISOString(),
    severalPictures: null,
    toolCall: null,
    pictureAfterCall: null,
    streaming: null,
    thought: null,
    guidance: null,
    contextTokens: props?.contextTokens ?? dependencies.contextTokens,
    mostPictures: null,
    mostPixels: null,
  };

  /** Asks, adapted as often as a refusal says how; null where the model has no eyes, or the form is refused. */
  async function ask(
    turns: readonly ServerTurn[],
    maxTokens: number,
    guidance: Readonly<Record<string, unknown>> = {},
  ): Promise<TrialReply | null> {
    const options = { maxTokens, temperature: 0, topP: 1, seed: 1 };
    for (let attempt = 0; ; attempt++) {
      const body = requestBody({ model, system: '', turns, adaptation, options, encode, guidance });
      try {
        const reply = await readTrial(await client.chat.completions.create(body, { signal }), maxTokens);
        written += reply.pieces;
        return reply;
      } catch (error) {
        if (!isRefusal(error)) throw error;
        if (Object.keys(guidance).length > 0) return null;
        const pictures = picturesIn(turns);
        const refusal = { status: error.status ?? 500, message: serverWords(error), pictures };
        const reading = readRefusal(refusal, adaptation);
        if (reading.kind === 'no-vision') return null;
        if (reading.kind !== 'adapt' || attempt >= 4) throw error;
        adaptation = reading.adaptation;
      }
    }
  }

  const steps = [
    async () => {
      const reply = await ask([firstTurn], mostThoughtTokens);
      found = {
        ...found,
        ...(reply ? whatItTells(reply) : { severalPictures: false, pictureAfterCall: false }),
      };
      if (reply) found = { ...found, severalPictures: adaptation.maxPictures !== 1 && !adaptation.separate };
    },
    async () => {
      if (found.pictureAfterCall !== null) return;
      const call = '<think>Closer.</think><tool_call>frame_extraction_tool(40, 60)</tool_call>';
      const turns = [{ ...firstTurn, reply: call }, secondTurn];
      const taken = await ask(turns, mostWordTokens).catch((error: unknown) => {
        if (isRefusal(error)) return null;
        throw error;
      });
      found = { ...found, pictureAfterCall: taken !== null && !adaptation.gathered };
    },
    ...(props ? (['grammar'] as const) : guidances).map((guidance: Guidance) => async () => {
      if (found.guidance !== null || written >= enoughTokens) return;
      // The thought comes before what is held to a form.
      const tokens = found.thought === 'field' ? mostThoughtTokens : mostWordTokens;
      const reply = await ask([words('Say hello.')], tokens, trialFields(guidance));
      if (reply && isTrialReply(guidance, reply.content)) found = { ...found, guidance };
    }),
  ];
  for (const [index, step] of steps.entries()) {
    try {
      await step();
    } catch (error) {
      throwIfCancelled(dependencies.signal);
      if (index === 0) throw timeUp.aborted ? timeoutError(server, within(milliseconds)) : error;
      if (timeUp.aborted) break;
    }
  }
  const { maxPictures, maxPixels } = adaptation;
  return {
    capabilities: { ...found, mostPictures: maxPictures, mostPixels: maxPixels },
    adaptation: { ...adaptation, maxTokens: null },
  };
}

function whatItTells({ content, reasoning, calls, pieces, finished }: TrialReply) {
  const wroteCall = calls > 0 || /<tool_call>[^<]*frame_extraction_tool/.test(content);
  return {
    toolCall: wroteCall ? true : finished ? false : null,
    // A reply of one token comes in one piece from every server.
    streaming: pieces > 1 ? true : content.length + reasoning.length > 12 ? false : null,
    thought: reasoning !== '' ? ('field' as const) : thoughtIn(content),
  };
}

function thoughtIn(content: string): 'tags' | 'opened' | 'none' {
  if (content.includes('<think>')) return 'tags';
  return content.includes('</think>') ? 'opened' : 'none';
}

const isRefusal = (error: unknown): error is APIError =>
  error instanceof APIError &&
  !(error instanceof APIConnectionError) &&
  error.constructor.name !== 'APIUserAbortError' &&
  error.status !== 429 &&
  error.status !== 401 &&
  error.status !== 403;

/** llama.cpp's server says there what it has loaded; null for every other. */
async function llamaProps(
  client: OpenAI,
  signal: AbortSignal,
): Promise<{ readonly contextTokens: number | null } | null> {
  try {
    const url = `${client.baseURL.replace(/\/v1\/?$/, '')}/props`;
    const props: unknown = await client.get(url, { signal });
    const settings = property(props, 'default_generation_settings');
    if (settings === undefined) return null;
    const context = property(settings, 'n_ctx');
    return { contextTokens: typeof context === 'number' && context > 0 ? context : null };
  } catch {
    return null;
  }
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const within = (milliseconds: number): string => `a first answer within ${Math.round(milliseconds / 1000)} s`;

const picturesIn = (turns: readonly ServerTurn[]): number =>
  turns.flatMap(({ message }) => message.parts).filter(({ type }) => type === 'frame').length;

/** A grey slope; its number only makes it another one. */
function picture(index: number): MessagePart {
  const [width, height] = [84, 56];
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at / 3 + index * 40) % 256);
  const frame: Frame = { index, timeSeconds: index / 25, width, height, sha256: `probe-${index}`, pixels };
  return { type: 'frame', frame };
}

const words = (text: string): ServerTurn => ({ message: { parts: [{ type: 'text', text }] }, reply: null });
const label = (index: number): MessagePart => ({ type: 'text', text: `frame ${index}:` });

const firstTurn: ServerTurn = {
  message: {
    parts: [
      ...[0, 99].flatMap((index) => [label(index), picture(index)]),
      {
        type: 'text',
        text: 'These are two frames of a clip of 100. To see more, look: <tool_call>frame_extraction_tool(first, last)</tool_call>. Write one short thought in <think></think>, then look at frames 40 to 60.',
      },
    ],
  },
  reply: null,
};

const secondTurn: ServerTurn = {
  message: {
    parts: [label(50), picture(50), { type: 'text', text: 'Answer now in a word: <answer></answer>' }],
  },
  reply: null,
};
