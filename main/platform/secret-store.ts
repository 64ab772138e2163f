import { DeepSportError } from '#common/domain/index.ts';

/** What must never lie in a project, a settings file or a log. */
export type SecretName = 'hub-token' | 'seal-key';

/** Secrets, kept by the operating system where a host has a way to it. */
export interface SecretStore {
  /** False where secrets come from the environment alone. */
  readonly canKeep: boolean;
  get(name: SecretName): Promise<string | undefined>;
  /** Keeps or, with null, forgets a secret. Fails with BAD_INPUT where it cannot be kept. */
  set(name: SecretName, value: string | null): Promise<void>;
}

const variables: Readonly<Record<SecretName, readonly string[]>> = {
  'hub-token': ['DEEPSPORT_HUB_TOKEN', 'HF_TOKEN'],
  'seal-key': ['DEEPSPORT_SEAL_KEY'],
};

/** Secrets from environment variables, for hosts without a store of the system's. */
export const createEnvironmentSecrets = (env: NodeJS.ProcessEnv): SecretStore => ({
  canKeep: false,
  get: async (name) => secretInEnvironment(env, name),
  set: async (name) => {
    throw new DeepSportError(
      'BAD_INPUT',
      `There is no safe place for a secret here. Set the environment variable ${variables[name][0]} instead.`,
      { name },
    );
  },
});

export const secretInEnvironment = (env: NodeJS.ProcessEnv, name: SecretName): string | undefined =>
  variables[name].map((variable) => env[variable]).find((value) => value !== undefined && value !== '');
