/** Whether the command key takes the place of Ctrl. */
export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Whether the page runs in the desktop application. */
export const isElectron = typeof navigator !== 'undefined' && navigator.userAgent.includes('Electron/');
