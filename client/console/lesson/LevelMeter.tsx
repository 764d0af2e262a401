import { useEffect, useRef } from 'react';
import { useText } from '../text.ts';
import { loudness } from './capture.model.ts';

/** How loud the microphone hears, as a bar that moves: the quickest proof that it is the right one. */
export function LevelMeter({ track }: { readonly track: MediaStreamTrack }) {
  const t = useText();
  const ref = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    const source = context.createMediaStreamSource(new MediaStream([track]));
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      // A page that was not clicked yet may not run audio; it may as soon as it is.
      if (context.state === 'suspended') void context.resume();
      analyser.getFloatTimeDomainData(samples);
      if (ref.current) ref.current.value = loudness(samples);
    }, 80);
    return () => {
      clearInterval(timer);
      source.disconnect();
      void context.close();
    };
  }, [track]);
  return <meter ref={ref} className="level" min={0} max={1} value={0} aria-label={t('preflight.level')} />;
}
