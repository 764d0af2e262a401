import { useEffect, useState } from 'react';
import type { SeatKey } from '../../../../shared/session/session.events.ts';
import { loudness } from '../capture.model.ts';
import { type Heard, heardNext, speakingAt } from './speaking.model.ts';

const LISTEN_MS = 100;
const nobody: readonly SeatKey[] = [];

export type SpokenTrack = { readonly seat: SeatKey; readonly track: MediaStreamTrack };

/** Who speaks now, by the sound itself. A remote voice must also be on a loudspeaker, or the browser gives its analyser silence. */
export function useSpeaking(voices: readonly SpokenTrack[]): readonly SeatKey[] {
  const [speaking, setSpeaking] = useState(nobody);
  const key = voices.map(({ seat, track }) => `${seat} ${track.id}`).join(',');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is made anew at every drawing, its tracks are not
  useEffect(() => {
    const context = new AudioContext();
    const meters = voices.map(({ seat, track }) => {
      const analyser = context.createAnalyser();
      analyser.fftSize = 1024;
      const source = context.createMediaStreamSource(new MediaStream([track]));
      source.connect(analyser);
      return { seat, analyser, source };
    });
    const samples = new Float32Array(1024);
    let heard: Heard = new Map();
    const timer = setInterval(() => {
      // A page that was not clicked yet may not run audio; it may as soon as it is.
      if (context.state === 'suspended') void context.resume();
      const levels = new Map<SeatKey, number>();
      for (const { seat, analyser } of meters) {
        analyser.getFloatTimeDomainData(samples);
        levels.set(seat, loudness(samples));
      }
      const nowMs = performance.now();
      heard = heardNext(heard, levels, nowMs);
      const now = speakingAt(heard, nowMs);
      setSpeaking((before) => (before.join() === now.join() ? before : now));
    }, LISTEN_MS);
    return () => {
      clearInterval(timer);
      for (const { source } of meters) source.disconnect();
      void context.close();
      setSpeaking(nobody);
    };
  }, [key]);
  return speaking;
}
