import { allocateFloats, type FloatArray, type FloatType } from './float-tensor.ts';

/**
 * Memory for the growing cache of one reply, so that a step does not allocate: two sets in turns, for a step
 * reads the set that the step before it wrote. The set written last holds the reply's cache and must not be taken
 * again after the reply.
 */
export type StepBuffers = {
  /** One array for each tensor of a cache of `length` tokens. */
  take(length: number): readonly FloatArray[];
};

const leastRoom = 64;

export function createStepBuffers(tensors: number, valuesPerToken: number, type: FloatType): StepBuffers {
  const sets: { room: number; arrays: readonly FloatArray[] }[] = [
    { room: 0, arrays: [] },
    { room: 0, arrays: [] },
  ];
  let turn = 0;
  return {
    take(length) {
      turn = 1 - turn;
      const set = sets[turn];
      if (!set) return [];
      if (set.room < length) {
        set.room = length + Math.max(leastRoom, length >> 3);
        set.arrays = Array.from({ length: tensors }, () => allocateFloats(type, set.room * valuesPerToken));
      }
      return set.arrays.map((array) => array.subarray(0, length * valuesPerToken));
    },
  };
}
