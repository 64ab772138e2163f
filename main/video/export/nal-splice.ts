import {
  isParameterSet,
  joinAnnexB,
  type NalCodec,
  type NalStream,
  nalType,
  splitUnits,
} from './nal-units.ts';

/** What joining coded pictures of different encoders takes, for H.264 and HEVC. */

const hevcTypes = { clean: 21, brokenLinkAlone: 18, delimiter: 35 };
const firstIntraRandomAccess = 16;
const lastIntraRandomAccess = 23;

/** Whether a stream can be entered at this key picture with nothing before it, and with another stream before it. */
export function canBeginAfterOther(codec: NalCodec, units: readonly Uint8Array[]): boolean {
  return units.some((unit) => {
    const type = nalType(codec, unit);
    // H.264 takes new parameters at an instant refresh only, not at an open group's key picture.
    return codec === 'avc' ? type === 5 : type >= firstIntraRandomAccess && type <= lastIntraRandomAccess;
  });
}

/**
 * A copied picture behind start codes. Key pictures of HEVC, where parameter sets of both encoders go by the same
 * numbers, bring theirs along. An HEVC clean random access picture that begins the copy becomes a broken link, as the
 * standard has it for joined streams, since the pictures that lead it are left out.
 */
export function splicedPicture(
  codec: NalCodec,
  data: Uint8Array,
  { lengthSize, parameterSets }: NalStream,
  place: { readonly isKey: boolean; readonly beginsCopy: boolean },
): Uint8Array {
  const units = splitUnits(data, lengthSize);
  if (codec === 'avc') return joinAnnexB(units);
  const sets = place.isKey && !units.some((unit) => isParameterSet(codec, unit)) ? parameterSets : [];
  const pictures = place.beginsCopy ? units.map(asBrokenLink) : units;
  // An access unit delimiter stays first.
  const lead = nalType(codec, units[0] ?? new Uint8Array()) === hevcTypes.delimiter ? 1 : 0;
  return joinAnnexB([...pictures.slice(0, lead), ...sets, ...pictures.slice(lead)]);
}

function asBrokenLink(unit: Uint8Array): Uint8Array {
  if (nalType('hevc', unit) !== hevcTypes.clean) return unit;
  const changed = Uint8Array.from(unit);
  changed[0] = ((unit[0] ?? 0) & 0x81) | (hevcTypes.brokenLinkAlone << 1);
  return changed;
}

/** A number that none of these H.264 parameter sets goes by, for another encoder's; null when all 32 are taken. */
export function freeParameterSetId(parameterSets: readonly Uint8Array[]): number | null {
  const taken = new Set(
    parameterSets.map((unit) => readUnsignedGolomb(unit.subarray(nalType('avc', unit) === 7 ? 4 : 1))),
  );
  for (let id = 31; id >= 0; id--) if (!taken.has(id)) return id;
  return null;
}

/** The first number of these bytes, in the code of ITU-T H.264, 9.1. */
function readUnsignedGolomb(bytes: Uint8Array): number {
  const bit = (at: number) => ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
  let zeros = 0;
  while (zeros < 32 && bit(zeros) === 0) zeros += 1;
  let value = 1;
  for (let i = 1; i <= zeros; i++) value = value * 2 + bit(zeros + i);
  return value - 1;
}
