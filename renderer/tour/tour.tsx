/** The first steps on the sample project; shown once, and again when asked for. */
export const Tour = () => null;
