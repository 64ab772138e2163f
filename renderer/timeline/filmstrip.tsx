import { useEffect, useMemo, useState } from 'react';
import { mediaPaths } from '#common/contract/index.ts';
import type { ClipInfo } from '#common/domain/index.ts';
import { useAnalysis, useReview } from '../app/state/context.tsx';
import { filmSpacing, frameToX, pixelsPerFrame, type Scale, ticks } from './scale.ts';
import { createThumbnailLoader, type ThumbnailLoader } from './thumbnail-loader.ts';

/** A zoom or pan has to rest this long before new pictures are asked for. */
const settleMilliseconds = 140;

/** Pictures along the clip, each standing for its own frame and those up to the next picture. */
export const Filmstrip = ({ scale, height }: { scale: Scale; height: number }) => {
  const clip = useReview((state) => state.clip);
  const thumbnailStride = useAnalysis((state) => state.analysis?.thumbnailStride ?? 0);
  const [loader, setLoader] = useState<ThumbnailLoader | null>(null);
  useEffect(() => {
    const created = createThumbnailLoader((address, init) => fetch(address, init));
    setLoader(created);
    return created.close;
  }, []);
  const settled = useSettled(scale);
  if (!clip) return null;

  const pictureWidth = Math.max(20, (height * clip.width) / clip.height);
  const perFrame = pixelsPerFrame(scale);
  const { stride, ready } = filmSpacing(pictureWidth / perFrame, thumbnailStride);
  const from = Math.floor(scale.start / stride) * stride;
  const cells = ticks({ start: from, end: Math.min(scale.end, clip.frameCount) }, stride);
  return (
    <div className="row row--film" style={{ height }} aria-hidden="true">
      {loader &&
        cells.map((frame) => (
          <Picture
            key={frame}
            clip={clip}
            height={height}
            frame={frame}
            x={frameToX(scale, frame)}
            width={stride * perFrame}
            loader={loader}
            settled={settled}
            ready={ready}
          />
        ))}
    </div>
  );
};

type PictureProps = {
  readonly clip: ClipInfo;
  readonly height: number;
  readonly frame: number;
  readonly x: number;
  readonly width: number;
  readonly loader: ThumbnailLoader;
  readonly settled: boolean;
  /** Whether the analysis keeps a picture of this frame. */
  readonly ready: boolean;
};

const Picture = ({ clip, height, frame, x, width, loader, settled, ready }: PictureProps) => {
  const [url, setUrl] = useState<string | null>(null);
  const address = useMemo(() => {
    if (ready) return mediaPaths.thumbnail(clip.id, frame);
    // One size for a range of row heights, so that resizing a panel asks for nothing new.
    const pixels = Math.min(2, devicePixelRatio) * (height > 56 ? 84 : 56);
    const bounds = { width: Math.ceil((pixels * clip.width) / clip.height), height: Math.round(pixels) };
    return mediaPaths.frame(clip.id, frame, 'jpg', bounds);
  }, [clip, frame, height, ready]);
  useEffect(() => {
    if (!settled || url) return;
    return loader.load(address, setUrl);
  }, [loader, address, settled, url]);
  return (
    <div className="film__cell" style={{ transform: `translateX(${x}px)`, width }}>
      {url && <img src={url} alt="" draggable={false} />}
    </div>
  );
};

function useSettled(scale: Scale): boolean {
  const [settledScale, setSettledScale] = useState<Scale | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSettledScale(scale), settleMilliseconds);
    return () => clearTimeout(timer);
  }, [scale]);
  return settledScale === scale;
}
