/** The tools, while a person draws. */
export const DrawingTools = () => null;
