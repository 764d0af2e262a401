import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { todayAt } from '../shell/today.ts';
import { askedPlace, type Place, readPlace, writePlace } from './place.model.ts';

/** Where and when the page looks, as its address says; a link that is sent shows the same. */
export function usePlace() {
  const [search, setSearch] = useSearchParams();
  const today = todayAt(Date.now());
  const place = useMemo(() => readPlace(search, today), [search, today]);
  const change = (values: Readonly<Record<string, string | null>>) =>
    setSearch(
      () => {
        // What was chosen a moment ago stands in the address before the page is drawn anew.
        const next = new URLSearchParams(window.location.search);
        for (const [name, value] of Object.entries(values))
          if (value === null) next.delete(name);
          else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return { search, place, today, asked: useMemo(() => askedPlace(place), [place]), change };
}

/** The address of another part of the tree over the same period, with the same view open. */
export function placeAddress(search: URLSearchParams, place: Place): string {
  const kept = ['tab', 'by', 'as'].flatMap((name) => {
    const value = search.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return `?${new URLSearchParams({ ...writePlace(place), ...Object.fromEntries(kept) })}`;
}
