import { FFmpegError, Frame } from 'node-av';

/**
 * The same picture or sound in memory of FFmpeg's own. A frame made from a buffer points into that buffer, which
 * filters draw on and write around, and which is gone when the garbage collector takes it.
 */
export function ownedFrame(borrowed: Frame): Frame {
  const frame = new Frame();
  frame.alloc();
  frame.format = borrowed.format;
  if (borrowed.isVideo()) {
    frame.width = borrowed.width;
    frame.height = borrowed.height;
  } else {
    frame.nbSamples = borrowed.nbSamples;
    frame.sampleRate = borrowed.sampleRate;
    frame.channelLayout = borrowed.channelLayout;
  }
  FFmpegError.throwIfError(frame.getBuffer(), 'make a frame');
  FFmpegError.throwIfError(frame.copy(borrowed), 'copy a frame');
  FFmpegError.throwIfError(frame.copyProps(borrowed), 'copy a frame');
  frame.timeBase = borrowed.timeBase;
  return frame;
}
