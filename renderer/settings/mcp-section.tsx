import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { mcpTexts as texts } from '../texts/mcp.ts';
import { IconButton } from '../ui/icon-button.tsx';

// Read by other programs word for word, so in no language; a page knows no path of this machine.
const command = 'npx deepsport mcp --project PROJECT.deepsport';
const configuration = `{ "mcpServers": { "deepsport": {
  "command": "node",
  "args": ["WORKSTATION/bin/deepsport.mjs", "mcp",
    "--project", "PROJECT.deepsport"]
} } }`;

/** How another agent is let in: what to start, and what its settings take. */
export const McpSection = () => (
  <section className="settings__servers">
    <h3>{texts.title}</h3>
    <p className="label">{texts.help}</p>
    <Line name={texts.command} text={command} copy={texts.copyCommand} />
    <Line name={texts.configuration} text={configuration} copy={texts.copyConfiguration} />
    <p className="label">{texts.replace}</p>
  </section>
);

type LineProps = { readonly name: string; readonly text: string; readonly copy: string };

const Line = ({ name, text, copy }: LineProps) => {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), 1200);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <div className="settings__field">
      <span className="label">{name}</span>
      <div className="settings__copied">
        <code>{text}</code>
        <IconButton
          icon={isCopied ? Check : Copy}
          label={isCopied ? texts.copied : copy}
          onPress={() => void navigator.clipboard?.writeText(text).then(() => setIsCopied(true))}
        />
      </div>
    </div>
  );
};
