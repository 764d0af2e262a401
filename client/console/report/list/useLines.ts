import { useInfiniteQuery } from '@tanstack/react-query';
import type { RouteBody } from '../../../../shared/wire/routes.ts';
import { askOrThrow } from '../../api/ask.ts';

export type AskedLines = Omit<RouteBody<'report.list'>, 'from' | 'limit'>;

/** Lines that come at once. */
const PAGE = 100;

/** The list behind a figure, a page at a time. */
export function useLines(asked: AskedLines | null) {
  return useInfiniteQuery({
    queryKey: ['report.list', asked],
    queryFn: ({ pageParam }) => {
      if (asked === null) throw new Error('no list is open');
      return askOrThrow('report.list', {
        ...asked,
        limit: PAGE,
        ...(pageParam === null ? {} : { from: pageParam }),
      });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled: asked !== null,
  });
}
