import './zod-config.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { isElectron } from './app/platform.ts';
import { createAppState } from './app/state/app-state.ts';
import { AppStateProvider } from './app/state/context.tsx';
import { openPortChannel, openSocketChannel } from './client/channels.ts';
import type { ConnectionStatus } from './client/client.ts';
import { connect } from './client/connection.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';

let tellStatus: (status: ConnectionStatus) => void = () => undefined;
const { client } = connect({
  open: () => (isElectron ? openPortChannel(window) : openSocketChannel(location)),
  onStatus: (status) => tellStatus(status),
});
const state = createAppState({ client, storage: localStorageIfAllowed() });
tellStatus = state.actions.onConnection;

const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <AppStateProvider state={state}>
        <App />
      </AppStateProvider>
    </StrictMode>,
  );
}

/** A browser may forbid storage altogether; then nothing is remembered. */
function localStorageIfAllowed(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
