import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { StreamSource } from '../../../shared/media.ts';
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
  const track = captured.state === 'open' && allowed ? captured.track : null;
  useEffect(() => {
    if (track !== null) void live.publish(source, track);
  }, [live, source, track]);
  const gone = captured.state === 'failed' || !allowed;
  useEffect(() => {
    if (gone) void live.unpublish(source);
  }, [live, source, gone]);
  useEffect(() => () => void live.unpublish(source), [live, source]);
}
