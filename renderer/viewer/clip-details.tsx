import { ChevronDown } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover, Radio, RadioGroup } from 'react-aria-components';
import type { ClipInfo } from '#common/domain/index.ts';
import { useApp, useReview } from '../app/state/context.tsx';
import { detailTexts as texts } from '../texts/viewer.ts';
import { clipBadges, storedRate } from './clip-badges.ts';

const commonRates = [100, 120, 240, 480, 960] as const;
const fastestCapture = 100_000;

/** Size and rate; behind them which picture track is shown and at what rate the camera ran. */
export const ClipDetails = ({ clip }: { clip: ClipInfo }) => {
  const { openTrack, setCaptureRate } = useClipChanges(clip);
  const { container, codec } = clip.convertedFrom ?? clip;
  const { videoTracks } = clip;
  const path = useReview((state) => state.decodePath);
  const mainAsked = useReview((state) => state.mainAsked);
  const facts = clipBadges(clip, path, mainAsked);
  return (
    <DialogTrigger>
      <Button className="button button--plain clip-details__button">
        <span className="visually-hidden">{texts.title}: </span>
        {texts.open(clip.width, clip.height, clip.averageFrameRate)}
        <ChevronDown size={13} aria-hidden />
      </Button>
      <Popover className="popover" placement="top" offset={6}>
        <Dialog aria-label={texts.title} className="clip-details">
          {({ close }) => (
            <>
              <p>
                <strong>{clip.name}</strong>
                <br />
                <span className="label">{texts.stored(clip.width, clip.height, codec, container)}</span>
              </p>
              <ul className="clip-details__facts">
                {facts.map(({ text, help }) => (
                  <li key={text}>
                    <span className="badge">{text}</span> {help}
                  </li>
                ))}
              </ul>
              {videoTracks.length > 1 && (
                <RadioGroup
                  className="clip-details__group"
                  aria-label={texts.tracks}
                  value={String(clip.videoTrack)}
                  onChange={(place) => {
                    close();
                    void openTrack(Number(place));
                  }}
                >
                  <span className="label">{texts.tracks}</span>
                  {videoTracks.map((track, place) => (
                    <Radio key={track.number} value={String(place)} className="clip-details__choice">
                      {texts.track(place + 1, videoTracks.length, track.width, track.height, track.codec)}
                    </Radio>
                  ))}
                </RadioGroup>
              )}
              <CaptureRate
                clip={clip}
                onChoose={(rate) => {
                  close();
                  if (rate !== clip.captureRate) void setCaptureRate(rate);
                }}
              />
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
};

const CaptureRate = ({ clip, onChoose }: { clip: ClipInfo; onChoose: (rate: number | null) => void }) => {
  const box = useRef<HTMLInputElement>(null);
  const [invalid, setInvalid] = useState(false);
  const known = (commonRates as readonly number[]).includes(clip.captureRate ?? 0);
  return (
    <form
      className="clip-details__group"
      onSubmit={(event) => {
        event.preventDefault();
        const rate = Number((box.current?.value ?? '').trim().replace(',', '.'));
        const valid = rate >= 1 && rate <= fastestCapture;
        setInvalid(!valid);
        if (valid) onChoose(rate);
      }}
    >
      <RadioGroup
        aria-label={texts.captureRate}
        value={clip.captureRate === null ? 'stored' : String(clip.captureRate)}
        onChange={(value) => onChoose(value === 'stored' ? null : Number(value))}
      >
        <span className="label">{texts.captureRate}</span>
        <div className="clip-details__rates">
          {commonRates.map((rate) => (
            <Radio key={rate} value={String(rate)} className="clip-details__choice">
              {rate}
            </Radio>
          ))}
          <Radio value="stored" className="clip-details__choice">
            {texts.asStored(storedRate(clip))}
          </Radio>
        </div>
      </RadioGroup>
      <div className="clip-details__other">
        <input
          ref={box}
          className="field"
          inputMode="decimal"
          aria-label={texts.otherRate}
          aria-invalid={invalid}
          placeholder={texts.otherRate}
          defaultValue={known ? '' : (clip.captureRate ?? '')}
        />
        <button type="submit" className="button">
          {texts.set}
        </button>
      </div>
      <p className={invalid ? 'clip-details__problem' : 'label'} role={invalid ? 'alert' : undefined}>
        {invalid ? texts.rateInvalid : texts.captureRateHelp}
      </p>
    </form>
  );
};

/** Each gives the clip as it is read now, shown at the same frame where the frames are the same. */
function useClipChanges(clip: ClipInfo) {
  const { client, stores, actions } = useApp();
  const change = async (ask: () => Promise<ClipInfo>, keepFrame: boolean) => {
    try {
      const frame = stores.review.getState().target;
      const changed = await ask();
      const clips = await client.clips.list();
      stores.host.getState().change({ clips });
      await actions.openClip(changed);
      if (keepFrame) stores.review.getState().goTo(frame);
    } catch (error) {
      actions.report(error);
    }
  };
  const clipId = clip.id;
  return {
    openTrack: (videoTrack: number) => change(() => client.clips.openTrack({ clipId, videoTrack }), false),
    setCaptureRate: (captureRate: number | null) =>
      change(() => client.clips.setCaptureRate({ clipId, captureRate }), true),
  };
}
