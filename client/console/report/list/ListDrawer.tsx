import '../report.css';
import { Button, Drawer, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { unservedCause } from '../../../../shared/coverage/cause.ts';
import { indicatorKey, type ListedKey, listedKey } from '../../../../shared/coverage/report.ts';
import { needId, roomId } from '../../../../shared/kernel/ids.ts';
import { type ConsoleText, useText } from '../../text.ts';
import { ExportMenu } from '../ExportMenu.tsx';
import { usePlace } from '../useReport.ts';
import { Lines } from './Lines.tsx';
import { hasParts } from './lines.model.ts';
import { type AskedLines, useLines } from './useLines.ts';

const parts = ['counting', 'lacking', 'all'] as const;

/** What lacks most comes first; of work, who does most. */
const orderOf = (listed: ListedKey) =>
  listed === 'workload' ? 'highest' : hasParts(listed) ? 'lowest' : 'name';

/** What the address says about the open list. */
function useListed() {
  const { search, asked, change } = usePlace();
  const listed = listedKey.safeParse(search.get('list')).data ?? null;
  const part = parts.find((each) => each === search.get('part')) ?? 'all';
  const cause = unservedCause.safeParse(search.get('cause')).data;
  const need = needId.safeParse(search.get('need')).data;
  const room = roomId.safeParse(search.get('room')).data;
  const words = search.get('search') ?? '';
  const close = () => change({ list: null, part: null, cause: null, need: null, room: null, search: null });
  const body: AskedLines | null =
    listed === null
      ? null
      : {
          ...asked,
          indicator: listed,
          part: hasParts(listed) ? part : 'all',
          search: words,
          order: orderOf(listed),
          ...(cause === undefined ? {} : { cause }),
          ...(need === undefined ? {} : { needId: need }),
          ...(room === undefined ? {} : { roomId: room }),
        };
  return { listed, part, cause, need, room, words, change, close, body };
}

/** The list behind a figure: which lines count and which lack, found by name, all of it page by page. */
export function ListDrawer() {
  const t = useText();
  const { listed, body, close } = useListed();
  return (
    <Drawer
      open={listed !== null}
      title={listed === null ? '' : listTitle(listed, t)}
      onClose={close}
      size={1120}
      destroyOnHidden
      className="report-list"
      extra={body !== null && <ExportList asked={body} />}
    >
      {body !== null && <List />}
    </Drawer>
  );
}

function ExportList({ asked: { indicator, ...query } }: { readonly asked: AskedLines }) {
  const t = useText();
  return <ExportMenu path={`/api/report/files/${indicator}`} query={query} label={t('export.list')} />;
}

function listTitle(listed: ListedKey, t: ConsoleText): string {
  const indicator = indicatorKey.safeParse(listed);
  if (indicator.success) return t(`indicator.${indicator.data}.name`);
  return t(`report.listed.${listed as Exclude<ListedKey, (typeof indicatorKey.options)[number]>}`);
}

function List() {
  const t = useText();
  const { body } = useListed();
  const query = useLines(body);
  const pages = query.data?.pages ?? [];
  const total = pages[0]?.total ?? null;
  return (
    <div className="lists">
      <Filters />
      <p className="quiet" role="status">
        {total === null ? ' ' : t('report.list.total', { total })}
      </p>
      <Lines query={query} />
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('report.list.more')}
        </Button>
      )}
    </div>
  );
}

function Filters() {
  const t = useText();
  const { listed, part, cause, need, room, words, change } = useListed();
  // What is typed is asked for when it is done.
  const [typed, setTyped] = useState(words);
  if (listed === null) return null;
  const only = need !== undefined || room !== undefined;
  return (
    <div className="report-choices">
      {hasParts(listed) && (
        <Segmented
          aria-label={t('report.list.which')}
          value={part}
          onChange={(next) => change({ part: next })}
          options={parts.map((value) => ({ value, label: t(`report.list.${value}`) }))}
        />
      )}
      {(listed === 'needWeighted' || cause !== undefined) && (
        <Select
          className="report-cause"
          aria-label={t('report.cause')}
          value={cause ?? ''}
          onChange={(next) => change({ cause: next === '' ? null : next })}
          options={[
            { value: '', label: t('report.list.anyCause') },
            ...unservedCause.options.map((value) => ({ value, label: t(`unserved.${value}`) })),
          ]}
        />
      )}
      {only ? (
        <Button onClick={() => change({ need: null, room: null })}>
          {t(need === undefined ? 'report.list.onlyRoom' : 'report.list.onlyNeed')} ·{' '}
          {t('report.list.showAll')}
        </Button>
      ) : (
        <Input.Search
          className="report-search"
          allowClear
          aria-label={t('report.list.search')}
          placeholder={t('report.list.search')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onSearch={(next) => change({ search: next.trim() === '' ? null : next.trim() })}
        />
      )}
    </div>
  );
}
