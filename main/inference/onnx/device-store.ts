import type { DeviceChoice } from './compute-device.ts';

/**
 * Keeps which devices a model computes on, so that they are not tried at each start. `key` names a model's weights and
 * what was asked for. What it does not know, or cannot read, it does not have; it never throws.
 */
export interface DeviceStore {
  get(key: string): Promise<DeviceChoice | undefined>;
  set(key: string, choice: DeviceChoice): Promise<void>;
}
