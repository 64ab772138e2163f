import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineProtocolSchema } from '#common/contract/schemas.ts';
import { toolNames } from '#common/domain/index.ts';
import { defaultProtocol } from '#main/inference/index.ts';
import { describeModel } from '#main/inference/onnx/model-description.ts';
import { readModelFolder } from '#main/inference/onnx/model-folder.ts';
import { localModelFolder } from './local-model.ts';

describe('The protocol of a model without a description', () => {
  const { prompts, longClip, tools } = defaultProtocol(32_768);

  it('offers every tool, each by its call in the words that it is told', () => {
    expect(tools).toEqual(toolNames);
    for (const tool of tools) expect(prompts.system).toContain(`<tool_call>${tool}(`);
    for (const tool of tools) expect(prompts.repair).toContain(`<tool_call>${tool}(`);
  });

  it('names no tool that is not offered', () => {
    const { system, question, repair } = defaultProtocol(32_768, ['frame_extraction_tool']).prompts;
    const words = `${system}${question}${repair}`;
    expect(words).toContain('frame_extraction_tool(idx_start, idx_end)');
    expect(words).not.toMatch(/motion_profile|list_shots|another tool|other tools/);
  });

  it('shows clips over five minutes in 12 frames of at most 448×252 a view', () => {
    expect(longClip).toEqual({
      ...{ overSeconds: 300, framesPerView: 12, maxFrames: 60 },
      maxSize: { width: 448, height: 252 },
    });
  });

  it('crosses the contract as it is', () => {
    const protocol = defaultProtocol(32_768);
    expect(engineProtocolSchema.parse(protocol)).toEqual(protocol);
  });
});

describe.skipIf(localModelFolder === null)('The protocol of a model with a description', () => {
  const described = async (description: object) => {
    const folder = await mkdtemp(join(tmpdir(), 'deepsport-model-'));
    try {
      await cp(localModelFolder ?? '', folder, { recursive: true });
      await writeFile(join(folder, 'deepsport.json'), JSON.stringify({ format: 1, ...description }));
      return (await describeModel(await readModelFolder(folder))).protocol;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  it('of its own words has the frame tool alone and no rule for long clips', async () => {
    const shipped = (await describeModel(await readModelFolder(localModelFolder ?? ''))).protocol;
    expect(shipped).toMatchObject({ tools: ['frame_extraction_tool'], longClip: null });
    const own = await described({ prompts: { system: 'You dive.' } });
    expect(own).toMatchObject({ tools: ['frame_extraction_tool'], longClip: null });
    expect(own.prompts.repair).not.toContain('list_shots');
  });

  it('of its own words offers what it says', async () => {
    const longClip = {
      overSeconds: 60,
      framesPerView: 4,
      maxFrames: 20,
      maxSize: { width: 224, height: 126 },
    };
    const own = await described({
      prompts: { system: 'S', toolResult: '{text}' },
      tools: ['list_shots'],
      longClip,
    });
    expect(own).toMatchObject({ tools: ['list_shots'], longClip, prompts: { toolResult: '{text}' } });
  });

  it('in the default words offers what those explain', async () => {
    const own = await described({ name: 'Small' });
    expect(own.tools).toEqual(toolNames);
    expect(own.longClip).toEqual(defaultProtocol(32_768).longClip);
    expect(await described({ longClip: null })).toMatchObject({ longClip: null });
    const fewer = await described({ tools: ['frame_extraction_tool'] });
    expect(fewer.prompts.system).not.toContain('list_shots');
  });

  it('is refused where it names a tool that does not exist', async () => {
    await expect(described({ tools: ['zoom'] })).rejects.toMatchObject({ code: 'MODEL_INCOMPLETE' });
  });
});
