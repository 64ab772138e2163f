import { Template } from '@huggingface/jinja';
import type { Frame } from '#common/domain/index.ts';
import type { UserMessage } from '../vision-language-model.ts';
import { modelIncomplete } from './read-model-file.ts';
import type { TextCodec } from './text-codec.ts';

/** New tokens of a turn, one image token for each of `frames`, in order. */
export type PromptTokens = { readonly tokens: readonly number[]; readonly frames: readonly Frame[] };

export type PromptBuilder = {
  /** The tokens up to the place where the engine writes its first reply. */
  first(system: string, message: UserMessage): PromptTokens;
  /**
   * What follows a reply whose last token was `lastToken`, up to the place of the next one. Earlier turns are not
   * rendered and not tokenised again: what the model wrote stays the tokens that it wrote.
   */
  next(system: string, lastToken: number, message: UserMessage): PromptTokens;
  /** Tokens of a reply of which only the text was kept. */
  written(reply: string): readonly number[];
};

type ChatMessage = { readonly role: string; readonly content: string | readonly object[] };

/** Stands for a reply in a rendering of which only what follows is used. */
const replyMark = 'reply-already-in-the-cache';

export function createPromptBuilder(
  folder: string,
  chatTemplate: string,
  codec: TextCodec,
  imageToken: number,
): PromptBuilder {
  const render = createRenderer(folder, chatTemplate);

  const chatMessage = (message: UserMessage): ChatMessage => ({
    role: 'user',
    content: message.parts.map((part) =>
      part.type === 'text' ? { type: 'text', text: codec.defuse(part.text) } : { type: 'image' },
    ),
  });
  const systemMessages = (system: string): ChatMessage[] =>
    system === '' ? [] : [{ role: 'system', content: codec.defuse(system) }];

  function promptTokens(text: string, message: UserMessage, leading: readonly number[]): PromptTokens {
    const tokens = [...leading, ...codec.encode(text)];
    const frames = message.parts.flatMap((part) => (part.type === 'frame' ? [part.frame] : []));
    if (tokens.filter((token) => token === imageToken).length !== frames.length) {
      throw modelIncomplete(folder, 'chat_template', 'its chat template loses pictures');
    }
    return { tokens, frames };
  }

  return {
    first: (system, message) =>
      promptTokens(render([...systemMessages(system), chatMessage(message)]), message, []),
    next(system, lastToken, message) {
      const history = [
        ...systemMessages(system),
        { role: 'user', content: '' },
        { role: 'assistant', content: replyMark },
      ];
      const whole = render([...history, chatMessage(message)]);
      const suffix = whole.slice(whole.indexOf(replyMark) + replyMark.length);
      // The template closes the reply; a reply that closed itself needs no second end.
      const end = codec.isControl(lastToken) ? codec.tokenText(lastToken) : undefined;
      const rest = end !== undefined && suffix.startsWith(end) ? suffix.slice(end.length) : suffix;
      return promptTokens(rest, message, [lastToken]);
    },
    written: (reply) => codec.encode(codec.defuse(reply)),
  };
}

function createRenderer(folder: string, chatTemplate: string): (messages: readonly ChatMessage[]) => string {
  const fail = (cause: unknown) =>
    modelIncomplete(folder, 'chat_template', 'its chat template is broken', cause);
  let template: Template;
  try {
    template = new Template(chatTemplate);
  } catch (cause) {
    throw fail(cause);
  }
  return (messages) => {
    try {
      return template.render({ messages: [...messages], add_generation_prompt: true });
    } catch (cause) {
      throw fail(cause);
    }
  };
}
