import { describe, expect, it, vi } from 'vitest';
import { createStroboscopePreview } from '#renderer/stills/stroboscope-preview.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Answers when it is told to, by address. */
function pictures() {
  const asked: {
    readonly address: string;
    readonly signal: AbortSignal;
    answer: (response: Response) => void;
  }[] = [];
  const fetchPicture = ((address: string, { signal }: { signal: AbortSignal }) =>
    new Promise<Response>((resolve, reject) => {
      asked.push({ address, signal, answer: resolve });
      signal.addEventListener('abort', () => reject(new DOMException('left', 'AbortError')));
    })) as unknown as typeof fetch;
  return { asked, fetchPicture };
}

function start() {
  const made: string[] = [];
  const gone: string[] = [];
  vi.stubGlobal('URL', {
    createObjectURL: () => {
      made.push(`blob:${made.length}`);
      return `blob:${made.length - 1}`;
    },
    revokeObjectURL: (url: string) => gone.push(url),
  });
  const { asked, fetchPicture } = pictures();
  const preview = createStroboscopePreview({ fetchPicture, failed: 'No picture.', pauseMilliseconds: 0 });
  return { preview, asked, gone };
}

const note = { 'x-note': encodeURIComponent('A movement of the camera was undone.') };

describe('The preview of a stroboscopic picture', () => {
  it('shows the picture that came and what to know of it', async () => {
    const { preview, asked } = start();
    preview.getState().ask('/one');
    expect(preview.getState().status).toBe('working');
    await settle();
    asked[0]?.answer(new Response('x', { headers: note }));
    await settle();
    expect(preview.getState()).toMatchObject({
      status: 'ready',
      picture: 'blob:0',
      note: 'A movement of the camera was undone.',
    });
  });

  it('is the newest wish, whatever comes late; the picture before is let go of', async () => {
    const { preview, asked, gone } = start();
    preview.getState().ask('/one');
    await settle();
    asked[0]?.answer(new Response('x'));
    await settle();
    preview.getState().ask('/two');
    await settle();
    preview.getState().ask('/three');
    await settle();
    expect(asked.map(({ address }) => address)).toEqual(['/one', '/two', '/three']);
    expect(asked[1]?.signal.aborted).toBe(true);
    expect(preview.getState()).toMatchObject({ status: 'working', picture: 'blob:0' });
    asked[2]?.answer(new Response('x'));
    await settle();
    expect(preview.getState()).toMatchObject({ status: 'ready', picture: 'blob:1' });
    expect(gone).toEqual(['blob:0']);
  });

  it('asks once for a slider that is drawn', async () => {
    const { preview, asked } = start();
    for (const step of [1, 2, 3]) preview.getState().ask(`/${step}`);
    await settle();
    expect(asked.map(({ address }) => address)).toEqual(['/3']);
  });

  it('tells why there is none, in the words of the host', async () => {
    const { preview, asked } = start();
    preview.getState().ask('/one');
    await settle();
    const message = 'The camera moves too much between frames 1 and 9.';
    asked[0]?.answer(Response.json({ code: 'BAD_INPUT', message }, { status: 400 }));
    await settle();
    expect(preview.getState()).toMatchObject({ status: 'failed', problem: message });
    preview.getState().ask('/two');
    await settle();
    asked[1]?.answer(new Response('?', { status: 500 }));
    await settle();
    expect(preview.getState()).toMatchObject({ status: 'failed', problem: 'No picture.' });
  });

  it('stops when it is cancelled or closed', async () => {
    const { preview, asked, gone } = start();
    preview.getState().ask('/one');
    await settle();
    preview.getState().cancel();
    await settle();
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(preview.getState().status).toBe('cancelled');
    preview.getState().ask('/two');
    await settle();
    asked[1]?.answer(new Response('x'));
    await settle();
    preview.getState().close();
    expect(gone).toEqual(['blob:0']);
    expect(preview.getState()).toMatchObject({ status: 'idle', picture: null });
  });
});
