import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import { DeepSportError, toDeepSportError } from '#common/domain/index.ts';
import type { Clock, CreateId, Log } from '#main/platform/index.ts';
import type { Services } from '#main/rpc/services.ts';
import type { PathGuard } from './path-guard.ts';
import { createProgress } from './progress.ts';
import { getPrompt, promptCompletions, prompts } from './prompts.ts';
import { readResource, resources, resourceTemplates } from './resources.ts';
import type { RestingServices } from './resting-services.ts';
import { createShownFrames } from './shown-frames.ts';
import type { ToolContext } from './tool.ts';
import { tools } from './tools.ts';

export type McpServerParts = {
  readonly version: string;
  /** Called where a project is needed, so that a server at rest holds none. */
  readonly use: RestingServices['use'];
  readonly guard: PathGuard;
  /** Whether there is a project that outlives the server. */
  readonly isKept: boolean;
  readonly clock: Clock;
  readonly createId: CreateId;
  readonly log: Log;
};

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

const instructions = [
  'Exact frames of sports clips, and the record of a project in the DeepSport workstation.',
  'A frame is an integer: its rank by presentation time, from 0. Never compute it from seconds and a frame rate; labels and tools give both.',
  'Open or list a clip, find where something happens with motion_profile, list_shots and look, then fetch frames. Claim only what frames show that you were shown, and name them.',
  'Nothing that you say becomes an event: propose_events puts proposals before a person.',
].join(' ');

/** A client says this; the code of the protocol for a resource that is not there. */
const resourceNotFound = -32002;
const longestName = 80;

/** The toolbox as an MCP server, to be connected to a transport. Several requests run at once. */
export function createMcpServer(parts: McpServerParts): Server {
  const { version, use, guard, isKept, clock, createId, log } = parts;
  const shown = createShownFrames();
  const server = new Server(
    { name: 'deepsport', title: 'DeepSport Workstation', version },
    { capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} }, instructions },
  );
  server.onerror = (error) => log('warn', 'the connection of a client', { error: error.message });

  const clientName = (): string => {
    const client = server.getClientVersion();
    return (client?.title ?? client?.name ?? '').trim().slice(0, longestName) || 'MCP client';
  };
  const contextOf = ({ _meta, sendNotification, signal }: Extra, services: Services): ToolContext => ({
    services,
    ...{ guard, shown, isKept, clock, createId, signal },
    clientName: clientName(),
    progress: createProgress(_meta?.progressToken, (params) => {
      sendNotification({ method: 'notifications/progress', params }).catch((error: unknown) =>
        log('info', 'progress was not told', { error: String(error) }),
      );
    }),
  });
  const failureOf = (error: unknown): DeepSportError => {
    const failure = toDeepSportError(error);
    if (failure.code === 'INTERNAL') log('error', failure.message, { cause: String(failure.cause) });
    return failure;
  };
  /** The protocol's own error, for requests that have no result to tell it in. */
  const protocolError = (error: unknown): Error => {
    const { code, message } = failureOf(error);
    const number = code === 'INTERNAL' ? ErrorCode.InternalError : ErrorCode.InvalidParams;
    return Object.assign(new Error(message), { code: code === 'NOT_FOUND' ? resourceNotFound : number });
  };

  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ description }) => description),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    try {
      const tool = tools.find(({ name }) => name === params.name);
      if (!tool) throw noTool(params.name);
      return await use((services) => tool.call(params.arguments, contextOf(extra, services)));
    } catch (error) {
      return { content: [{ type: 'text', text: failureOf(error).message }], isError: true };
    }
  });
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: [...resources] }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [...resourceTemplates],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params }, extra) => {
    try {
      return await use((services) => readResource(params.uri, contextOf(extra, services)));
    } catch (error) {
      throw protocolError(error);
    }
  });
  server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: [...prompts] }));
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => {
    try {
      return getPrompt(params.name, params.arguments ?? {});
    } catch (error) {
      throw Object.assign(new Error(failureOf(error).message), { code: ErrorCode.InvalidParams });
    }
  });
  server.setRequestHandler(CompleteRequestSchema, ({ params: { argument, ref } }) => ({
    completion: {
      values: ref.type === 'ref/prompt' ? promptCompletions(argument.name, argument.value) : [],
    },
  }));
  return server;
}

const noTool = (name: string): DeepSportError =>
  new DeepSportError(
    'NOT_FOUND',
    `There is no tool “${name.slice(0, 80)}”: the tools are ${tools.map((tool) => tool.name).join(', ')}.`,
    { name: name.slice(0, 80) },
  );
