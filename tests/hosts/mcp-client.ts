import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type CallToolResult, CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';

export type TestClient = {
  readonly client: Client;
  /** What the tool gave, checked against the schema that the server told. */
  call(name: string, values?: object, options?: RequestOptions): Promise<CallToolResult>;
  /** The data of a call that went well. */
  data(name: string, values?: object, options?: RequestOptions): Promise<Record<string, unknown>>;
  /** The one sentence of a call that did not. */
  refusal(name: string, values?: object): Promise<string>;
};

/** The SDK's own client, as `tester`. */
export async function connectClient(transport: Transport): Promise<TestClient> {
  const client = new Client({ name: 'tester', version: '1' });
  await client.connect(transport);
  // Its validators of what tools give come with the list.
  await client.listTools();
  const call: TestClient['call'] = async (name, values = {}, options = {}) =>
    CallToolResultSchema.parse(
      await client.callTool({ name, arguments: { ...values } }, undefined, { timeout: 200_000, ...options }),
    );
  return {
    client,
    call,
    async data(name, values, options) {
      const result = await call(name, values, options);
      if (result.isError) throw new Error(textOf(result));
      return result.structuredContent ?? {};
    },
    async refusal(name, values) {
      const result = await call(name, values);
      if (!result.isError) throw new Error(`${name} was not refused`);
      return textOf(result);
    },
  };
}

export const textOf = ({ content }: CallToolResult): string =>
  content.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join('\n');
