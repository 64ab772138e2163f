import type { Agent } from './agent/agent.ts';
import type { EngineRegistry } from './inference/engine-registry.ts';
import type { ProjectStore } from './project/project-store.ts';
import type { VideoService } from './video/video-service.ts';

/** Everything a host serves, built once by `composeServices`. */
export type Services = AsyncDisposable & {
  readonly video: VideoService;
  readonly engines: EngineRegistry;
  readonly agent: Agent;
  readonly project: ProjectStore;
};
