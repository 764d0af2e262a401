import './recordings.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { sessionId } from '../../../shared/kernel/ids.ts';
import type { RecordingCard } from '../../../shared/recording.ts';
import type { RouteAnswer } from '../../../shared/wire/routes.ts';
import { appErrorOf, askOrThrow } from '../api/ask.ts';
import { Page } from '../shell/Page.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { RecordingTable } from './RecordingTable.tsx';
import { RemoveRecording } from './RemoveRecording.tsx';
import { isMoving } from './recordings.model.ts';

const ASK_AGAIN_MS = 3_000;
type Answer = RouteAnswer<'recording.list'>;

/** All recordings that somebody may see, or those of one lesson (`?session=`). */
export function RecordingsPage() {
  const t = useText();
  const [address] = useSearchParams();
  const [search, setSearch] = useState('');
  const [leaving, setLeaving] = useState<RecordingCard | null>(null);
  const lesson = sessionId.safeParse(address.get('session')).data;
  const question = {
    ...(lesson === undefined ? {} : { sessionId: lesson }),
    ...(search === '' ? {} : { search }),
  };
  const pages = useInfiniteQuery({
    queryKey: ['recording.list', question],
    queryFn: ({ pageParam }) =>
      askOrThrow('recording.list', pageParam === '' ? question : { ...question, after: pageParam }),
    initialPageParam: '',
    getNextPageParam: ({ after }: Answer) => after,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.recordings.some(isMoving)) === true ? ASK_AGAIN_MS : false,
  });
  const rows = (pages.data?.pages ?? []).flatMap((page) => page.recordings);
  return (
    <Page
      title={lesson === undefined ? t('asset.title') : t('asset.ofLesson')}
      lead={lesson === undefined ? t('asset.lead') : <Link to="/recordings">{t('asset.all')}</Link>}
      wide
    >
      {lesson === undefined && (
        <Input.Search
          className="recordings-search"
          aria-label={t('asset.search')}
          placeholder={t('asset.search')}
          maxLength={60}
          allowClear
          onSearch={(text) => setSearch(text.trim())}
        />
      )}
      {pages.isError && <Trouble error={appErrorOf(pages.error)} onRetry={() => void pages.refetch()} />}
      {!pages.isError && <RecordingTable rows={rows} loading={pages.isPending} onRemove={setLeaving} />}
      {pages.hasNextPage && (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('asset.more')}
        </Button>
      )}
      {leaving !== null && <RemoveRecording card={leaving} onClose={() => setLeaving(null)} />}
    </Page>
  );
}
