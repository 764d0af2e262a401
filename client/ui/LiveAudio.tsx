import { useEffect, useRef } from 'react';

type Props = {
  readonly track: MediaStreamTrack;
  /** The browser wants a key press first: show one large button, and raise `attempt` when it was pressed. */
  readonly onBlocked: () => void;
  readonly onPlaying: () => void;
  readonly attempt: number;
};

/** A voice on the loudspeakers. */
export function LiveAudio({ track, onBlocked, onPlaying, attempt }: Props) {
  const audio = useRef<HTMLAudioElement>(null);
  const told = useRef({ onBlocked, onPlaying });
  told.current = { onBlocked, onPlaying };

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt plays the same track again
  useEffect(() => {
    const element = audio.current;
    if (element === null) return;
    if (!(element.srcObject instanceof MediaStream) || !element.srcObject.getTracks().includes(track)) {
      element.srcObject = new MediaStream([track]);
    }
    element.play().then(
      () => told.current.onPlaying(),
      (cause: unknown) => {
        if (cause instanceof DOMException && cause.name === 'NotAllowedError') told.current.onBlocked();
      },
    );
  }, [track, attempt]);

  // biome-ignore lint/a11y/useMediaCaption: a live voice has no captions
  return <audio ref={audio} autoPlay />;
}
