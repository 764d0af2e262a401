import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { create } from 'zustand';
import type { PcDoing } from '../../../shared/device.ts';
import { WIRE_VERSION } from '../../../shared/wire/version.ts';
import { browserEnvironment } from '../../live/environment.ts';
import { callRoute } from '../../live/http.ts';
import { askOrThrow } from '../api/ask.ts';
import { PcChecker } from './pc-checker.ts';

/** What the console is at; a page in a lesson says so, all others are idle. */
const useDoing = create<{ readonly doing: PcDoing }>(() => ({ doing: 'idle' }));

/** One for the page: a check goes on while somebody opens another part of the console. */
export const pcChecker = new PcChecker({
  // Lecture PCs alone need it, and once a lesson.
  run: async () => (await import('../../live/self-check/self-check.ts')).runCheck(browserEnvironment()),
  report: (check) => callRoute('device.reportPc', { check }),
});

const BEAT_MS = 10_000;
const KEY = ['device.beatPc'] as const;

/**
 * The lecture PC that this browser is on. A browser that is on none asks once.
 * @param beats says every ten seconds that the console is open, too: one of those who ask does
 */
export function useOwnPc({ beats = false }: { readonly beats?: boolean } = {}) {
  return useQuery({
    queryKey: KEY,
    queryFn: () => askOrThrow('device.beatPc', { doing: useDoing.getState().doing, wire: WIRE_VERSION }),
    refetchInterval: ({ state }) => (beats && state.data?.state === 'known' ? BEAT_MS : false),
    // Whoever teaches looks at slides in another window.
    refetchIntervalInBackground: true,
    retry: false,
  });
}

/** Asks at once, after what may have changed the answer. */
export function useBeatNow(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: KEY });
}

/** Says what the console is at while a page of a lesson is open. */
export function useSayDoing(doing: PcDoing): void {
  const client = useQueryClient();
  useEffect(() => {
    useDoing.setState({ doing });
    if (doing === 'lesson') pcChecker.breakOff();
    void client.invalidateQueries({ queryKey: KEY });
    return () => useDoing.setState({ doing: 'idle' });
  }, [client, doing]);
}
