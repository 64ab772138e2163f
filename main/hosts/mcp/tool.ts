import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { DeepSportError } from '#common/domain/index.ts';
import type { Clock, CreateId } from '#main/platform/index.ts';
import type { Services } from '#main/rpc/services.ts';
import { inputSentence } from './input-sentence.ts';
import type { PathGuard } from './path-guard.ts';
import type { ShownFrames } from './shown-frames.ts';

/** What a tool works with. */
export type ToolContext = {
  readonly services: Services;
  readonly guard: PathGuard;
  readonly shown: ShownFrames;
  /** The client as it names itself. */
  readonly clientName: string;
  /** Whether there is a project that outlives the server. */
  readonly isKept: boolean;
  readonly clock: Clock;
  readonly createId: CreateId;
  /** Fires when the client cancels the call or leaves. */
  readonly signal: AbortSignal;
  /** Tells the client what is going on, where it asked for that. `total` is left out while unknown. */
  readonly progress: (words: string, done?: number, total?: number) => void;
};

/** What a tool gives: data of its output schema, and the same for a reader, with pictures where there are any. */
export type ToolReply<Data> = {
  readonly data: Data;
  readonly content: string | CallToolResult['content'];
};

/** One tool: what a client is told of it, and what it does. Throws DeepSportError. */
export type ToolPlan<Input extends z.ZodObject, Output extends z.ZodObject> = {
  readonly name: string;
  readonly title: string;
  /** For a model that has to choose: what it does, what it gives, what it does not do. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  /** `reads` changes nothing; `adds` only adds to the project or makes new files. */
  readonly effect: 'reads' | 'adds';
  /** True where it may go beyond this machine: an engine that a person has connected. */
  readonly openWorld?: boolean;
  run(input: z.output<Input>, context: ToolContext): Promise<ToolReply<z.input<Output>>>;
};

export type McpTool = {
  readonly name: string;
  readonly description: Tool;
  /** Throws DeepSportError for arguments that break the schema, and what the tool throws. */
  call(values: unknown, context: ToolContext): Promise<CallToolResult>;
};

export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  plan: ToolPlan<Input, Output>,
): McpTool {
  const { name, title, description, input, output, effect, openWorld = false } = plan;
  return {
    name,
    description: {
      name,
      title,
      description,
      inputSchema: jsonSchemaOf(input, 'input'),
      outputSchema: jsonSchemaOf(output, 'output'),
      annotations: {
        title,
        readOnlyHint: effect === 'reads',
        destructiveHint: false,
        idempotentHint: effect === 'reads',
        openWorldHint: openWorld,
      },
    },
    async call(values, context) {
      const read = input.safeParse(values ?? {});
      if (!read.success) {
        const [issue] = read.error.issues;
        throw new DeepSportError('BAD_INPUT', inputSentence(name, issue, Object.keys(input.shape)), {
          tool: name,
        });
      }
      const { data, content } = await plan.run(read.data, context);
      return {
        content: typeof content === 'string' ? [{ type: 'text', text: content }] : content,
        structuredContent: output.parse(data),
      };
    },
  };
}

/** Without what says nothing to a model: the dialect, and the largest number that a whole number can be. */
function jsonSchemaOf(schema: z.ZodObject, io: 'input' | 'output'): Tool['inputSchema'] {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return json as Tool['inputSchema'];
}
