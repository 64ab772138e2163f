import type { Services } from '#main/rpc/services.ts';

type ScaledWindow = {
  readonly webContents: {
    setZoomFactor(factor: number): void;
    on(event: 'did-finish-load', told: () => void): void;
  };
};

/** Sizes a window's page as the settings say, now and each time it is loaded. */
export function scaleWindow(
  { webContents }: ScaledWindow,
  settings: Pick<Services['settings'], 'current'>,
): void {
  webContents.on('did-finish-load', () => webContents.setZoomFactor(settings.current().interfaceScale / 100));
}

/** The settings, with a changed size shown at once in every window. */
export const scalingSettings = (
  settings: Services['settings'],
  windows: () => readonly ScaledWindow[],
): Services['settings'] => ({
  current: () => settings.current(),
  async update(change) {
    const after = await settings.update(change);
    if (change.interfaceScale !== undefined) {
      for (const { webContents } of windows()) webContents.setZoomFactor(after.interfaceScale / 100);
    }
    return after;
  },
});
