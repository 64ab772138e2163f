import type { Size } from '#common/domain/index.ts';

/**
 * Pixels and media go by URL, relative to the page: the Electron host serves page and media from one scheme of
 * its own, the web host from one origin.
 *
 * `GET …/file` answers byte ranges (200, 206, 416). `GET …/frames/N.png|jpg?width=&height=` gives the exact
 * frame from the main decoder, at most that large, with headers `x-frame-time-seconds` and `x-frame-sha256`.
 * `PUT /media/clips?name=` (web host only) takes a file's bytes and answers its ClipInfo as JSON.
 * Errors are JSON `{ code, message }`.
 */
export const mediaPaths = {
  upload: (name: string) => `/media/clips?name=${encodeURIComponent(name)}`,
  file: (clipId: string) => `/media/clips/${encodeURIComponent(clipId)}/file`,
  frame: (clipId: string, index: number, format: 'png' | 'jpg', bounds?: Size) => {
    const path = `/media/clips/${encodeURIComponent(clipId)}/frames/${index}.${format}`;
    return bounds ? `${path}?width=${bounds.width}&height=${bounds.height}` : path;
  },
};
