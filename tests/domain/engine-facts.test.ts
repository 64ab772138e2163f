import { expect, it } from 'vitest';
import { engineFacts, type ServerCapabilities } from '#common/domain/index.ts';

const unknown: ServerCapabilities = {
  measuredAt: '2026-01-01T00:00:00Z',
  severalPictures: null,
  toolCall: null,
  pictureAfterCall: null,
  streaming: null,
  thought: null,
  guidance: null,
  contextTokens: null,
  mostPictures: null,
  mostPixels: null,
};

it('What was measured of a local engine is said in words', () => {
  const speed = {
    visionDevice: 'CUDA',
    decoderDevice: 'CPU',
    promptTokensPerSecond: 1243,
    tokensPerSecond: 8.54,
    cacheBytes: 12e6,
    cacheLimitBytes: 1e9,
  };
  expect(engineFacts({ speed, capabilities: null })).toEqual([
    'frames on CUDA, text on CPU',
    'reads 1200 and writes 8.5 tokens a second',
    'conversations hold 12 of 1000 MB',
  ]);
  const unmeasured = { ...speed, visionDevice: 'CPU', tokensPerSecond: null };
  expect(engineFacts({ speed: unmeasured, capabilities: null })).toEqual([
    'conversations hold 12 of 1000 MB',
  ]);
});

it('What a server was found to be able to do is said, and what was not tried is not', () => {
  expect(engineFacts({ speed: null, capabilities: unknown })).toEqual([]);
  const tried = { ...unknown, severalPictures: true, pictureAfterCall: false, mostPictures: 4 };
  expect(engineFacts({ speed: null, capabilities: tried })).toEqual([
    'takes several pictures at once',
    'takes no picture after a call',
    'at most 4 pictures a request',
  ]);
});
