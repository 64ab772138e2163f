/** Fills the placeholders of a prompt or label in one pass, so that a question may hold braces and `$` itself. */
export const fillPrompt = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : placeholder,
  );
