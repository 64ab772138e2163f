import {
  AVCOL_PRI_BT470BG,
  AVCOL_PRI_BT709,
  AVCOL_PRI_BT2020,
  AVCOL_PRI_SMPTE170M,
  AVCOL_PRI_SMPTE432,
  AVCOL_PRI_UNSPECIFIED,
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AVCOL_RANGE_UNSPECIFIED,
  AVCOL_SPC_BT470BG,
  AVCOL_SPC_BT709,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_SPC_RGB,
  AVCOL_SPC_SMPTE170M,
  AVCOL_SPC_UNSPECIFIED,
  AVCOL_TRC_ARIB_STD_B67,
  AVCOL_TRC_BT709,
  AVCOL_TRC_IEC61966_2_1,
  AVCOL_TRC_LINEAR,
  AVCOL_TRC_SMPTE170M,
  AVCOL_TRC_SMPTE2084,
  AVCOL_TRC_UNSPECIFIED,
  type AVColorPrimaries,
  type AVColorSpace,
  type AVColorTransferCharacteristic,
  type Frame,
} from 'node-av';

/** What the container says of the colours, in the words of WebCodecs. */
export type ContainerColour = {
  readonly primaries?: string | null;
  readonly transfer?: string | null;
  readonly matrix?: string | null;
  readonly fullRange?: boolean | null;
  /** For VP8 and VP9, whose streams have room for little or nothing of it. */
  readonly prevails?: boolean;
  /** For VP8, whose decoder names a matrix that nobody stated. */
  readonly streamIsSilent?: boolean;
};

const matrices: Readonly<Record<string, AVColorSpace>> = {
  rgb: AVCOL_SPC_RGB,
  bt709: AVCOL_SPC_BT709,
  bt470bg: AVCOL_SPC_BT470BG,
  smpte170m: AVCOL_SPC_SMPTE170M,
  'bt2020-ncl': AVCOL_SPC_BT2020_NCL,
};

const transfers: Readonly<Record<string, AVColorTransferCharacteristic>> = {
  bt709: AVCOL_TRC_BT709,
  smpte170m: AVCOL_TRC_SMPTE170M,
  'iec61966-2-1': AVCOL_TRC_IEC61966_2_1,
  linear: AVCOL_TRC_LINEAR,
  pq: AVCOL_TRC_SMPTE2084,
  hlg: AVCOL_TRC_ARIB_STD_B67,
};

const primaries: Readonly<Record<string, AVColorPrimaries>> = {
  bt709: AVCOL_PRI_BT709,
  bt470bg: AVCOL_PRI_BT470BG,
  smpte170m: AVCOL_PRI_SMPTE170M,
  bt2020: AVCOL_PRI_BT2020,
  smpte432: AVCOL_PRI_SMPTE432,
};

const knownMatrices = new Set(Object.values(matrices));

/**
 * Completes what the stream says of its colours by what the container says. Where both are silent the matrix is
 * BT.709 at every size and the range limited, or BT.601 where only a full range is stated, as in what the decoders
 * of WebCodecs give, so that both agree.
 */
export function completeColour(frame: Frame, container: ContainerColour): void {
  if (frame.colorRange === AVCOL_RANGE_UNSPECIFIED) {
    frame.colorRange = container.fullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
  }
  const usual = frame.colorRange === AVCOL_RANGE_JPEG ? AVCOL_SPC_SMPTE170M : AVCOL_SPC_BT709;
  const isSilent = frame.colorSpace === AVCOL_SPC_UNSPECIFIED || container.streamIsSilent;
  if (isSilent || (container.prevails && container.matrix)) {
    frame.colorSpace = matrices[container.matrix ?? ''] ?? usual;
  }
  if (!knownMatrices.has(frame.colorSpace)) frame.colorSpace = usual;
  if (frame.colorTrc === AVCOL_TRC_UNSPECIFIED) {
    frame.colorTrc = transfers[container.transfer ?? ''] ?? AVCOL_TRC_UNSPECIFIED;
  }
  if (frame.colorPrimaries === AVCOL_PRI_UNSPECIFIED) {
    frame.colorPrimaries = primaries[container.primaries ?? ''] ?? AVCOL_PRI_UNSPECIFIED;
  }
}

export const isHighDynamicRange = ({ colorTrc }: Frame): boolean =>
  colorTrc === AVCOL_TRC_SMPTE2084 || colorTrc === AVCOL_TRC_ARIB_STD_B67;

/** Nominal brightness of white in nits, and the peak that still shows detail, as BT.2408 has them. */
const whiteNits = 203;
const peakNits = 1000;

/**
 * Filters that turn RGB in the stream's own light into what an ordinary screen shows (BT.709); none for what is
 * near enough as it is. They work on the picture as it comes, alone: no measured peak, no frame before.
 */
export function filtersToScreen(frame: Frame): readonly string[] {
  const screen = 'zscale=transfer=bt709:primaries=bt709:matrix=gbr:range=full,format=gbrp';
  if (isHighDynamicRange(frame)) {
    const transfer = frame.colorTrc === AVCOL_TRC_SMPTE2084 ? 'smpte2084' : 'arib-std-b67';
    return [
      'format=gbrp16le',
      `zscale=transferin=${transfer}:primariesin=bt2020:matrixin=gbr:rangein=full:transfer=linear:primaries=bt709:matrix=gbr:npl=${whiteNits}`,
      'format=gbrpf32le',
      `tonemap=mobius:param=0.5:desat=0:peak=${(peakNits / whiteNits).toFixed(4)}`,
      screen,
    ];
  }
  const gamut = wideGamuts.get(frame.colorPrimaries);
  if (!gamut) return [];
  const light = 'matrixin=gbr:rangein=full:transferin=iec61966-2-1';
  return [
    'format=gbrp16le',
    `zscale=${light}:primariesin=${gamut}:transfer=iec61966-2-1:primaries=bt709:matrix=gbr:range=full`,
  ];
}

/** Those whose difference from BT.709 is seen, by zscale's names. */
const wideGamuts: ReadonlyMap<AVColorPrimaries, string> = new Map([
  [AVCOL_PRI_BT470BG, 'bt470bg'],
  [AVCOL_PRI_BT2020, 'bt2020'],
  [AVCOL_PRI_SMPTE432, 'smpte432'],
]);
