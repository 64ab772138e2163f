import type { EngineCard, EngineProtocol, ServerCapabilities } from '#common/domain/index.ts';
import { defaultProtocol } from '../default-protocol.ts';
import { isOnThisMachine } from './server-reference.ts';

export const defaultContextTokens = 32_768;

export type CardFacts = {
  readonly contextTokens: number;
  readonly capabilities: ServerCapabilities | null;
  /** Why the capabilities could not be found out, in a sentence; null where nothing failed. */
  readonly failure: string | null;
};

const unknownFacts: CardFacts = { contextTokens: defaultContextTokens, capabilities: null, failure: null };

/** The card of a server's model; without facts it is made without asking the server. */
export function serverCard(
  options: {
    readonly baseUrl: string;
    readonly model: string | null;
    readonly id?: string | undefined;
    readonly name?: string | undefined;
  },
  facts: CardFacts = unknownFacts,
): EngineCard {
  const { baseUrl, model } = options;
  const { capabilities } = facts;
  const local = isOnThisMachine(baseUrl);
  const host = new URL(baseUrl).host;
  const where = local ? 'a server on this machine' : `the server ${host}; frames leave this machine`;
  const contextTokens = capabilities?.contextTokens ?? facts.contextTokens;
  const sentences = [
    `${model ?? 'The first model offered'} on ${where}.`,
    'What it knows of sport depends on that model.',
    ...remarks(facts),
  ];
  return {
    id: options.id ?? (model === null ? baseUrl : `${baseUrl}#${model}`),
    name: options.name ?? `${model ?? 'First model'} at ${host}`,
    adapter: 'openai',
    family: 'OpenAI-compatible server',
    summary: sentences.join(' '),
    knows: [],
    declines: [],
    device: 'server',
    local,
    contextTokens,
    weightsSha256: null,
    licence: null,
    capabilities,
    speed: null,
    protocol: protocolWithin(defaultProtocol(contextTokens), capabilities?.mostPictures ?? null),
  };
}

/** What a person should know before the first question. */
function remarks({ capabilities, failure }: CardFacts): readonly string[] {
  if (failure !== null) return [`What it can do could not be found out: ${failure}`];
  if (!capabilities) return [];
  const { severalPictures, pictureAfterCall, mostPictures, toolCall } = capabilities;
  if (severalPictures === false && pictureAfterCall === false && mostPictures === null) {
    return ['It does not take pictures: choose a vision-language model.'];
  }
  return [
    ...(mostPictures === null
      ? []
      : [`It takes at most ${mostPictures} ${mostPictures === 1 ? 'picture' : 'pictures'} at a time.`]),
    ...(pictureAfterCall === false ? ['It takes no pictures after a look.'] : []),
    ...(toolCall === false ? ['It did not look closer when it was told to.'] : []),
  ];
}

/** Not more frames at once than the server takes. */
function protocolWithin(protocol: EngineProtocol, mostPictures: number | null): EngineProtocol {
  if (mostPictures === null) return protocol;
  const { initialFrames, framesPerLook, passiveFrames, longClip } = protocol;
  const within = (frames: number) => Math.max(1, Math.min(frames, mostPictures));
  return {
    ...protocol,
    initialFrames: within(initialFrames),
    framesPerLook: within(framesPerLook),
    passiveFrames: within(passiveFrames),
    longClip: longClip && { ...longClip, framesPerView: within(longClip.framesPerView) },
  };
}
