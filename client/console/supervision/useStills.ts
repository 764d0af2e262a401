import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { SessionId } from '../../../shared/kernel/ids.ts';
import { STILL_EVERY_MS, STILLS_MAX, type Still } from '../../../shared/still.ts';
import { appErrorOf, askOrThrow } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import type { WallScope } from './useWall.ts';

/** While one is being taken it is asked for again this soon. */
const SOON_MS = 2_000;

/** Opens the wall with stills, and opens it anew when the server has forgotten that it is open. */
export function useOpening(scope: WallScope) {
  const open = useSubmit('still.open');
  const [wanted, setWanted] = useState(false);
  const key = `${scope.scopeKind ?? ''} ${scope.scopeId ?? ''}`;
  const { mutate, reset } = open;
  const latest = useRef(scope);
  latest.current = scope;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another part of the tree is another wall
  useEffect(() => {
    if (wanted) mutate(latest.current);
    else reset();
  }, [wanted, key, mutate, reset]);
  return {
    wanted,
    setWanted,
    opening: wanted ? (open.data ?? null) : null,
    error: wanted && open.isError ? appErrorOf(open.error) : null,
    again: () => mutate(latest.current),
  };
}

export type Opening = ReturnType<typeof useOpening>;

/** The stills of lessons in sight, the last of each for as long as it stays there. */
export function useStills({ opening, again }: Opening, inSight: ReadonlySet<SessionId>) {
  const openingId = opening?.state === 'open' ? opening.openingId : null;
  const sessionIds = [...inSight].sort().slice(0, STILLS_MAX).join(',');
  const read = useQuery({
    queryKey: ['still.read', openingId, sessionIds],
    queryFn: async (): Promise<ReadonlyMap<SessionId, Still>> => {
      const { stills } = await askOrThrow('still.read', { openingId: openingId ?? '', sessionIds });
      return new Map(stills.map((each) => [each.sessionId, each]));
    },
    enabled: openingId !== null && sessionIds !== '',
    placeholderData: keepPreviousData,
    // Pictures of lessons are not kept by the page either.
    gcTime: 0,
    refetchInterval: ({ state }) =>
      [...(state.data?.values() ?? [])].some((each) => each.state === 'making') ? SOON_MS : STILL_EVERY_MS,
  });
  const forgotten = read.isError && appErrorOf(read.error).code === 'NOT_FOUND';
  const openAgain = useRef(again);
  openAgain.current = again;
  useEffect(() => {
    if (forgotten) openAgain.current();
  }, [forgotten]);
  return openingId === null ? null : (read.data ?? new Map<SessionId, Still>());
}

/** Which of the cards in a grid are in sight; each says of which session it is. */
export function useInSight(
  grid: RefObject<HTMLElement | null>,
  { enabled, sessionIds }: { readonly enabled: boolean; readonly sessionIds: string },
): ReadonlySet<SessionId> {
  const [inSight, setInSight] = useState<ReadonlySet<SessionId>>(new Set());
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lessons are other cards
  useEffect(() => {
    if (!enabled || grid.current === null) return;
    const cards = [...grid.current.children].filter((each) => each instanceof HTMLElement);
    const watch = new IntersectionObserver((entries) =>
      setInSight((before) => {
        const now = new Set(before);
        for (const { target, isIntersecting } of entries) {
          const id = (target as HTMLElement).dataset['session'] as SessionId;
          if (isIntersecting) now.add(id);
          else now.delete(id);
        }
        return now;
      }),
    );
    for (const card of cards) watch.observe(card);
    return () => {
      watch.disconnect();
      setInSight(new Set());
    };
  }, [grid, enabled, sessionIds]);
  return inSight;
}
