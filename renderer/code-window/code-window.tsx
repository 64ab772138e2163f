/** The event buttons of the layout in use. */
export const CodeWindow = () => <section className="code-window" aria-label="Code window" />;
