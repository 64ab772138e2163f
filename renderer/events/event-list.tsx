/** The events of the timeline as a list: for long matches, for the keyboard, for screen readers. */
export const EventList = () => <section className="event-list" aria-label="Events" />;
