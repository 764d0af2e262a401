import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RegisterName } from '../../api/queries.ts';
import { type ListBody, listEntries } from './entries.ts';
import type { Row } from './register.types.ts';

export const PAGE_ROWS = 200;
/** More are not scrolled through by anybody, and every one is a line that the browser has to keep in mind. */
export const LISTED_MAX = 20_000;

/** A list of any length, of which only what is looked at is fetched. */
export function usePages(register: RegisterName, query: ListBody) {
  const key = `${register} ${JSON.stringify(query)}`;
  const [looked, setLooked] = useState<{ readonly key: string; readonly pages: readonly number[] }>({
    key,
    pages: [],
  });
  const pages = looked.key === key ? looked.pages : [];
  const optionsOf = (page: number) => {
    const body = { ...query, offset: page * PAGE_ROWS, limit: PAGE_ROWS };
    return { queryKey: [`${register}.list`, body], queryFn: () => listEntries(register, body) };
  };
  const first = useQuery({ ...optionsOf(0), placeholderData: (before) => before });
  const more = useQueries({ queries: pages.map(optionsOf) });
  const byPage = new Map(pages.map((page, index) => [page, more[index]?.data?.rows]));
  const total = first.data?.total ?? 0;
  return {
    first,
    total,
    listed: Math.min(total, LISTED_MAX),
    rowAt(index: number): Row | null {
      const page = Math.floor(index / PAGE_ROWS);
      const rows = page === 0 ? first.data?.rows : byPage.get(page);
      return rows?.[index - page * PAGE_ROWS] ?? null;
    },
    look(from: number, to: number): void {
      const wanted: number[] = [];
      for (let page = Math.floor(from / PAGE_ROWS); page <= Math.floor(to / PAGE_ROWS); page += 1)
        if (page > 0 && !pages.includes(page)) wanted.push(page);
      if (wanted.length > 0) setLooked({ key, pages: [...pages, ...wanted] });
    },
  };
}
