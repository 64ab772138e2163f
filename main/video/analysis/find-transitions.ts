import type { Transition } from '#common/domain/index.ts';

export function findTransitions(_signatures: Uint8Array, _frameCount: number): readonly Transition[] {
  return [];
}
