import { contextBridge, ipcRenderer, webUtils } from 'electron';

// All that the page gets from Electron: its port to the services, and the path of a file dropped onto it.

const connect = 'deepsport:connect';

window.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.source !== window || event.data !== connect || !port) return;
  ipcRenderer.postMessage(connect, null, [port]);
});

contextBridge.exposeInMainWorld('deepsport', {
  pathForFile: (file: File): string => webUtils.getPathForFile(file),
});
