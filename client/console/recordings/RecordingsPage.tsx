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
import { KeepRecording } from './KeepRecording.tsx';
import { PackageDialog } from './PackageDialog.tsx';
import { type RecordingAct, RecordingTable } from './RecordingTable.tsx';
import { RemoveRecording } from './RemoveRecording.tsx';
import { isMoving } from './recordings.model.ts';
import { StoreTrouble } from './StorePlace.tsx';

const ASK_AGAIN_MS = 3_000;
type Asked = { readonly act: RecordingAct; readonly card: RecordingCard };
type Answer = RouteAnswer<'recording.list'>;

/** All recordings that somebody may see, or those of one lesson (`?session=`). */
export function RecordingsPage() {
  const t = useText();
  const [address] = useSearchParams();
  const [search, setSearch] = useState('');
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
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
  const storeTrouble = pages.data?.pages[0]?.storeTrouble;
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
      {storeTrouble !== undefined && <StoreTrouble trouble={storeTrouble} />}
      {!pages.isError && (
        <RecordingTable
          rows={rows}
          loading={pages.isPending}
          onAct={(act, card) => setAsked({ act, card })}
        />
      )}
      {pages.hasNextPage && (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('asset.more')}
        </Button>
      )}
      {asked?.act === 'remove' && <RemoveRecording card={asked.card} onClose={close} />}
      {asked?.act === 'keep' && <KeepRecording card={asked.card} onClose={close} />}
      {asked?.act === 'package' && <PackageDialog recordingId={asked.card.recordingId} onClose={close} />}
    </Page>
  );
}
