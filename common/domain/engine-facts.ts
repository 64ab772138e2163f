import type { EngineCard, EngineSpeed, ServerCapabilities } from './engine.ts';

/** What was measured of an engine, in words for its card: `reads 1 240 and writes 85 tokens a second`. */
export function engineFacts({
  speed,
  capabilities,
}: Pick<EngineCard, 'speed' | 'capabilities'>): readonly string[] {
  return [...(speed ? speedFacts(speed) : []), ...(capabilities ? serverFacts(capabilities) : [])];
}

function speedFacts(speed: EngineSpeed): readonly string[] {
  const { visionDevice, decoderDevice, promptTokensPerSecond, tokensPerSecond } = speed;
  const devices =
    visionDevice === decoderDevice ? [] : [`frames on ${visionDevice}, text on ${decoderDevice}`];
  const pace =
    promptTokensPerSecond === null || tokensPerSecond === null
      ? []
      : [`reads ${rounded(promptTokensPerSecond)} and writes ${rounded(tokensPerSecond)} tokens a second`];
  const megabytes = (bytes: number) => Math.round(bytes / 1e6);
  const cache = [
    `conversations hold ${megabytes(speed.cacheBytes)} of ${megabytes(speed.cacheLimitBytes)} MB`,
  ];
  return [...devices, ...pace, ...cache];
}

const rounded = (value: number): string =>
  value < 10 ? value.toFixed(1) : String(Number(value.toPrecision(2)));

function serverFacts(capabilities: ServerCapabilities): readonly string[] {
  const { severalPictures, toolCall, pictureAfterCall, guidance, mostPictures } = capabilities;
  const tried = (can: boolean | null, yes: string, no: string) => (can === null ? [] : [can ? yes : no]);
  return [
    ...tried(severalPictures, 'takes several pictures at once', 'takes one picture at a time'),
    ...tried(toolCall, 'writes tool calls', 'writes no tool calls'),
    ...tried(pictureAfterCall, 'looks at pictures after a call', 'takes no picture after a call'),
    ...(guidance === null ? [] : ['can be kept to the form of a reply']),
    ...(mostPictures === null ? [] : [`at most ${mostPictures} pictures a request`]),
  ];
}
