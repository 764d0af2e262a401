import type { RecordedSource } from '../../../shared/recording.ts';
import type { RecordTrack } from './safety.types.ts';

/** A crash of the page costs the last piece. */
const PIECE_MS = 1_000;
/** What fills a hole begins at a key. */
const KEYS_MS = 1_000;
const BITS: Readonly<Record<RecordedSource, number>> = {
  voice: 40_000,
  camera: 1_500_000,
  content: 1_000_000,
};

/** H.264 goes into recordings as it is; what has to be encoded anew comes last. */
const kinds = {
  voice: ['audio/webm;codecs=opus'],
  picture: [
    'video/webm;codecs=avc1.42e01f',
    'video/webm;codecs=h264',
    'video/x-matroska;codecs=avc1',
    'video/webm;codecs=vp8',
  ],
} as const;

const kindOf = (source: RecordedSource): string | undefined =>
  kinds[source === 'voice' ? 'voice' : 'picture'].find((each) => MediaRecorder.isTypeSupported(each));

/** Whether this browser can keep a copy at all. */
export const canKeep = (): boolean =>
  typeof MediaRecorder !== 'undefined' &&
  window.isSecureContext &&
  kindOf('voice') !== undefined &&
  kindOf('camera') !== undefined;

/** Newer than the type library. */
type Options = MediaRecorderOptions & { readonly videoKeyFrameIntervalDuration: number };

/** The browser's own recorder. Null when it will not have this track. */
export const recordTrack: RecordTrack = (track, source, { piece, ended }) => {
  const mimeType = kindOf(source);
  if (mimeType === undefined) return null;
  const options: Options = {
    mimeType,
    ...(source === 'voice' ? { audioBitsPerSecond: BITS.voice } : { videoBitsPerSecond: BITS[source] }),
    videoKeyFrameIntervalDuration: KEYS_MS,
  };
  try {
    const recorder = new MediaRecorder(new MediaStream([track]), options);
    let reading: Promise<void> = Promise.resolve();
    recorder.ondataavailable = ({ data }) => {
      if (data.size === 0) return;
      reading = reading.then(async () => piece(new Uint8Array(await data.arrayBuffer())));
    };
    // A track that ends, and an encoder that fails, end it too.
    recorder.onstop = () => void reading.then(ended);
    recorder.start(PIECE_MS);
    return {
      stop: () => {
        if (recorder.state !== 'inactive') recorder.stop();
      },
    };
  } catch (cause) {
    if (cause instanceof DOMException) return null;
    throw cause;
  }
};
