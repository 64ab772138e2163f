import { describe, expect, it } from 'vitest';
import { noAdaptation, readRefusal } from '#main/inference/openai/adaptation.ts';

const read = (status: number, message: string, pictures = 16) =>
  readRefusal({ status, message, pictures }, noAdaptation);

describe('readRefusal, on what servers really say', () => {
  it.each([
    [400, 'At most 4 image(s) may be provided in one request.'],
    [400, 'At most 4 image(s) may be provided in one prompt.'],
    [
      400,
      'You set image=4 (or defaulted to 1) in `--limit-mm-per-prompt`, but passed 16 image items in the same prompt.',
    ],
    [400, 'You can attach up to 4 images per message'],
  ])('%i "%s": a limit of pictures', (status, message) => {
    expect(read(status, message)).toMatchObject({ kind: 'adapt', adaptation: { maxPictures: 4 } });
  });

  it.each([
    [500, 'image input is not supported by this server'],
    [500, 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj'],
    [500, 'Failed to parse messages: Unsupported content part type: "image_url"; messages = […]'],
    [400, 'Model does not support images. Please use a model that does.'],
    [400, 'Invalid content type. image_url is only supported by certain models.'],
    [400, 'Qwen2.5-7B-Instruct is not a multimodal model'],
    [500, 'this model is missing data required for image input'],
  ])('%i "%s": a model without eyes', (status, message) => {
    expect(read(status, message)).toEqual({ kind: 'no-vision' });
  });

  it.each([
    [
      500,
      'the request exceeds the available context size. try increasing the context size or enable context shift',
    ],
    [400, "The input (61709 tokens) is longer than the model's context length (40960 tokens)."],
    [400, 'Requested tokens (2285) exceed context window of 2048'],
    [400, 'However, the model is loaded with context length of only 32768 tokens, which is not enough.'],
    [
      400,
      "This model's maximum context length is 8192 tokens. However, you requested 8203 tokens (8191 in the messages, 12 in the completion).",
    ],
  ])('%i "%s": no room, once the pictures are small', (status, message) => {
    const small = { ...noAdaptation, half: true };
    expect(readRefusal({ status, message, pictures: 16 }, small)).toEqual({ kind: 'context-full' });
  });

  it.each([
    "This model's maximum context length is 4096 tokens. However, you requested 4560 tokens (2000 in the messages, 2560 in the completion).",
    "'max_tokens' or 'max_completion_tokens' is too large: 2560. This model's maximum context length is 4096 tokens and your request has 2000 input tokens (2560 > 4096 - 2000).",
  ])('400 "%s": room for a shorter reply', (message) => {
    expect(read(400, message)).toMatchObject({
      kind: 'adapt',
      adaptation: { maxTokens: 2095 },
      pictures: false,
    });
  });

  it.each([
    [400, 'Unrecognized request argument supplied: stream_options', 'stream_options'],
    [400, "Unsupported parameter: 'max_tokens' is not supported with this model.", 'max_tokens'],
    [422, 'seed: Extra inputs are not permitted', 'seed'],
  ])('%i "%s": a field to leave out', (status, message, field) => {
    expect(read(status, message)).toMatchObject({ kind: 'adapt', adaptation: { omit: [field] } });
  });

  it.each([
    [400, 'invalid image input'],
    [413, 'Request Entity Too Large'],
  ])('%i "%s": smaller pictures, once', (status, message) => {
    expect(read(status, message)).toMatchObject({ kind: 'adapt', adaptation: { half: true } });
    expect(readRefusal({ status, message, pictures: 16 }, { ...noAdaptation, half: true })).toEqual({
      kind: 'other',
    });
  });

  it('leaves other failures alone', () => {
    expect(read(500, 'CUDA out of memory')).toEqual({ kind: 'other' });
    expect(read(400, 'messages must alternate between roles', 0)).toEqual({ kind: 'other' });
  });
});
