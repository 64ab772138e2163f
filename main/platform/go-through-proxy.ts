import * as http from 'node:http';

/** Node has it since 24.14; its types come later. */
type ProxySetting = {
  readonly setGlobalProxyFromEnv?: (env: Readonly<Record<string, string>>) => () => void;
};

/**
 * Sends what goes out through a proxy: the one given, else those that the environment names (HTTP_PROXY,
 * HTTPS_PROXY, NO_PROXY). This machine itself is always reached directly. Returns the way back.
 */
export function goThroughProxy(proxy: string, env: NodeJS.ProcessEnv): () => void {
  const named = (name: string) => env[name.toLowerCase()] || env[name] || undefined;
  const httpProxy = proxy || named('HTTP_PROXY');
  const httpsProxy = proxy || named('HTTPS_PROXY');
  const { setGlobalProxyFromEnv } = http as ProxySetting;
  if (!setGlobalProxyFromEnv || (!httpProxy && !httpsProxy)) return () => {};
  const direct = ['localhost', '127.0.0.1', '::1', named('NO_PROXY')].filter(Boolean).join(',');
  return setGlobalProxyFromEnv({
    ...(httpProxy ? { http_proxy: httpProxy } : {}),
    ...(httpsProxy ? { https_proxy: httpsProxy } : {}),
    no_proxy: direct,
  });
}
