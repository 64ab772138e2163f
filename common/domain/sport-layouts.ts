import type { CodeWindow } from './record-items.ts';
import { americanFootball, baseball, basketball, iceHockey, soccer } from './sport-layouts/field-sports.ts';
import { badminton, tableTennis, volleyball } from './sport-layouts/net-sports.ts';
import { boxing, diving, fencing, gymnastics } from './sport-layouts/single-sports.ts';

/** A layout for each of the twelve sports of the DeepSport paper, to be copied into a project and changed there. */
export const sportLayouts: readonly CodeWindow[] = [
  soccer,
  basketball,
  volleyball,
  americanFootball,
  iceHockey,
  baseball,
  tableTennis,
  badminton,
  fencing,
  boxing,
  diving,
  gymnastics,
];
