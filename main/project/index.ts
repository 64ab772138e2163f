export { openProject, type ProjectParts } from './open-project.ts';
export type { ProjectStore, StoredClip } from './project-store.ts';
