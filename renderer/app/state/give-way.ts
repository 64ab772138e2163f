/** What stands beside the picture. */
export type SidePanels = {
  readonly view: 'review' | 'numbers' | 'library';
  /** What stands left of the picture in Review. */
  readonly leftPanel: 'codes' | 'events' | 'playlists' | 'none';
  readonly traceOpen: boolean;
  /** Whether the window has room for one panel beside the picture only. */
  readonly narrow: boolean;
  /** What stood beside the picture before the window became narrow. */
  readonly roomyLeftPanel: SidePanels['leftPanel'];
  readonly roomyTraceOpen: boolean;
};

/** Below this many CSS pixels the window has room for the picture and one panel beside it. */
export const narrowWidth = 900;

/**
 * What a change of the layout comes to. A narrow window begins with no panel beside the picture; the one that a person
 * brings back takes the place of the other. With room again, all is as it was.
 */
export function giveWay<Layout extends SidePanels>(before: Layout, after: Layout): Layout {
  if (!after.narrow) {
    if (!before.narrow) return after;
    return { ...after, leftPanel: after.roomyLeftPanel, traceOpen: after.roomyTraceOpen };
  }
  if (!before.narrow) {
    const { leftPanel, traceOpen } = after;
    return {
      ...after,
      leftPanel: 'none',
      traceOpen: false,
      roomyLeftPanel: leftPanel,
      roomyTraceOpen: traceOpen,
    };
  }
  if (after.traceOpen && !before.traceOpen) {
    return { ...after, leftPanel: 'none', view: after.view === 'library' ? 'review' : after.view };
  }
  const opensLeft =
    (after.leftPanel !== 'none' && after.leftPanel !== before.leftPanel) ||
    (after.view === 'library' && before.view !== 'library');
  return opensLeft ? { ...after, traceOpen: false } : after;
}
