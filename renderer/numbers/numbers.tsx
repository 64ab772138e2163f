/** Counts and durations of the project's events. */
export const Numbers = () => <section className="numbers" aria-label="Numbers" />;
