import type { Size, Stroboscope } from '#common/domain/index.ts';

/**
 * Pixels and media go by URL, relative to the page: the Electron host serves page and media from one scheme of
 * its own, the web host from one origin.
 *
 * `GET …/file` answers byte ranges (200, 206, 416). `GET …/frames/N.png|jpg?width=&height=` gives the exact
 * frame from the main decoder, at most that large, with headers `x-frame-time-seconds` and `x-frame-sha256`.
 * `GET …/thumbnails/N.jpg` gives a small picture, at most 160 wide or high, from the analysis where it lies ready.
 * `GET …/sound?from=&seconds=` gives 16-bit stereo samples at 48 kHz as WAV; seconds of the file's own time.
 * `GET …/motion` gives a 32-bit float for each frame analysed; `GET …/waveform` two signed bytes for each peak,
 * and its rate as `x-peaks-per-second`. Both little-endian, 204 while there is nothing.
 * `GET …/stroboscope.jpg?start=&end=&frames=1,2,3&top=latest|earliest&numbers=0|1` gives a stroboscopic picture, at
 * most 960 wide or high, and what to know of it as `x-note`, encoded as in a URL.
 * `GET /media/exports/JOB` gives an export's file as a download (web host).
 * `PUT /media/clips?name=` (web host only) takes a file's bytes and answers its ClipInfo as JSON.
 * `PUT /media/imports?name=&clip=` takes a file of events or a code window, at most 512 MB, and answers an
 * ImportPreview as JSON; what it says of times is about that clip, the newest one where none is named.
 * `PUT /media/cases?name=` takes a case file, at most 4 GB, checks it and answers a CaseCheck as JSON.
 * `GET /media/projects/ID/poster.jpg` gives a small picture of a project's newest clip; 404 where it has none.
 * Errors are JSON `{ code, message }`.
 */
export const mediaPaths = {
  upload: (name: string) => `/media/clips?name=${encodeURIComponent(name)}`,
  file: (clipId: string) => `/media/clips/${encodeURIComponent(clipId)}/file`,
  frame: (clipId: string, index: number, format: 'png' | 'jpg', bounds?: Size) => {
    const path = `/media/clips/${encodeURIComponent(clipId)}/frames/${index}.${format}`;
    return bounds ? `${path}?width=${bounds.width}&height=${bounds.height}` : path;
  },
  thumbnail: (clipId: string, index: number) =>
    `/media/clips/${encodeURIComponent(clipId)}/thumbnails/${index}.jpg`,
  sound: (clipId: string, fromSeconds: number, seconds: number) =>
    `/media/clips/${encodeURIComponent(clipId)}/sound?from=${fromSeconds}&seconds=${seconds}`,
  motion: (clipId: string) => `/media/clips/${encodeURIComponent(clipId)}/motion`,
  waveform: (clipId: string) => `/media/clips/${encodeURIComponent(clipId)}/waveform`,
  stroboscope: (clipId: string, { range, frames, onTop, numbers }: Stroboscope) =>
    `/media/clips/${encodeURIComponent(clipId)}/stroboscope.jpg?start=${range.start}&end=${range.end}&frames=${frames.join(',')}&top=${onTop}&numbers=${numbers ? 1 : 0}`,
  importFile: (name: string, clipId?: string) => {
    const path = `/media/imports?name=${encodeURIComponent(name)}`;
    return clipId === undefined ? path : `${path}&clip=${encodeURIComponent(clipId)}`;
  },
  checkCase: (name: string) => `/media/cases?name=${encodeURIComponent(name)}`,
  poster: (projectId: string) => `/media/projects/${encodeURIComponent(projectId)}/poster.jpg`,
  exported: (jobId: string) => `/media/exports/${encodeURIComponent(jobId)}`,
};
