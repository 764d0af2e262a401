import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { StreamSource } from '../../../shared/media.ts';
import type { SeatPart } from '../../../shared/session/session.events.ts';
import { useReadable } from '../../ui/use-readable.ts';
import type { Captured } from './capture.model.ts';
import type { Capture } from './capture.ts';
import { useLive } from './live-context.ts';

/** Sends what is open and allowed, for as long as this is shown. A device that fails takes only its own stream away. */
export function useSending(capture: Capture, maySend: readonly StreamSource[]): void {
  useSendingOne(
    'camera',
    useStore(capture.store, (state) => state.camera),
    maySend.includes('camera'),
  );
  useSendingOne(
    'voice',
    useStore(capture.store, (state) => state.microphone),
    maySend.includes('voice'),
  );
}

function useSendingOne(source: StreamSource, captured: Captured, allowed: boolean): void {
  const live = useLive();
  const part = useOwnPart();
  const track = captured.state === 'open' && allowed ? captured.track : null;
  // With another part comes another seat, over which nothing is sent yet.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the part is why it is sent again
  useEffect(() => {
    if (track !== null) void live.publish(source, track);
  }, [live, source, track, part]);
  const gone = captured.state === 'failed' || !allowed;
  useEffect(() => {
    if (gone) void live.unpublish(source);
  }, [live, source, gone]);
  useEffect(() => () => void live.unpublish(source), [live, source]);
}

/** The own part as it was last known: while a seat is being taken there is none. */
function useOwnPart(): SeatPart | null {
  const facts = useReadable(useLive().session);
  const last = useRef<SeatPart | null>(null);
  if (facts.state === 'joined') last.current = facts.part;
  return last.current;
}
