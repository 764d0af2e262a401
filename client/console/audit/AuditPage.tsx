import './audit.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useSearchParams } from 'react-router';
import type { RouteAnswer } from '../../../shared/wire/routes.ts';
import { appErrorOf, askOrThrow } from '../api/ask.ts';
import { Page } from '../shell/Page.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { todayAt } from '../shell/today.ts';
import { useLanguage, useText } from '../text.ts';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditTable } from './AuditTable.tsx';
import { type AuditFilter, csvAddress, questionOf, readFilter } from './audit.model.ts';

/** What is asked stands in the address, so that a finding can be sent as a link. */
function useFilter(): [AuditFilter, (change: Partial<AuditFilter>) => void] {
  const [address, setAddress] = useSearchParams();
  const filter = readFilter(address, todayAt(Date.now()));
  return [
    filter,
    (change) => setAddress(questionOf({ ...filter, ...change }) as Record<string, string>, { replace: true }),
  ];
}

type Answer = RouteAnswer<'audit.list'>;

export function AuditPage() {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const [filter, setFilter] = useFilter();
  const question = questionOf(filter);
  const inOrder = filter.from <= filter.to;
  const pages = useInfiniteQuery({
    queryKey: ['audit.list', question],
    queryFn: ({ pageParam }) =>
      askOrThrow('audit.list', pageParam === '' ? question : { ...question, before: pageParam }),
    initialPageParam: '',
    getNextPageParam: ({ entries, more }: Answer) => (more ? (entries.at(-1)?.id ?? null) : null),
    enabled: inOrder,
  });
  const entries = (pages.data?.pages ?? []).flatMap((page) => page.entries);
  return (
    <Page
      title={t('audit.title')}
      lead={t('audit.lead')}
      action={
        <Button
          href={csvAddress(filter, locale)}
          download
          disabled={!inOrder}
          title={t('audit.csvCut', { count: 10_000 })}
        >
          {t('audit.csv')}
        </Button>
      }
    >
      <AuditFilters filter={filter} entries={entries} onChange={setFilter} />
      {pages.isError && <Trouble error={appErrorOf(pages.error)} onRetry={() => void pages.refetch()} />}
      {inOrder && <AuditTable entries={entries} loading={pages.isPending} onChange={setFilter} />}
      {pages.hasNextPage && (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('audit.more')}
        </Button>
      )}
    </Page>
  );
}
