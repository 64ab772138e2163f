import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '#common/contract/index.ts';
import { scaleWindow, scalingSettings } from '#main/hosts/electron/interface-scale.ts';

function createWindow() {
  const factors: number[] = [];
  let load = () => {};
  const webContents = {
    setZoomFactor: (factor: number) => factors.push(factor),
    on: (_event: 'did-finish-load', told: () => void) => {
      load = told;
    },
  };
  return { window: { webContents }, factors, load: () => load() };
}

describe('The size of the interface', () => {
  it('is that of the settings in every window, after each load and at once when it is changed', async () => {
    let current: Settings = { ...defaultSettings, interfaceScale: 125 };
    const settings = {
      current: () => current,
      update: async (change: Partial<Settings>) => {
        current = { ...current, ...change };
        return current;
      },
    };
    const { window, factors, load } = createWindow();
    const scaling = scalingSettings(settings, () => [window]);
    scaleWindow(window, scaling);
    expect(factors).toEqual([]);
    load();
    await scaling.update({ theme: 'light' });
    expect(factors).toEqual([1.25]);
    await scaling.update({ interfaceScale: 200 });
    load();
    expect(factors).toEqual([1.25, 2, 2]);
  });
});
