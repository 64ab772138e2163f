/** What the preload script of the desktop application offers the page. */
type DesktopBridge = { readonly pathForFile: (file: File) => string };

const bridge = (): DesktopBridge | undefined =>
  (globalThis as { readonly deepsport?: DesktopBridge }).deepsport;

/** Where a dropped file lies; null in a browser, which does not tell. */
export const pathOfFile = (file: File): string | null => bridge()?.pathForFile(file) || null;
