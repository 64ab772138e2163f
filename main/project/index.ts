export { openProject } from './open-project.ts';
export type { ProjectStore } from './project-store.ts';
