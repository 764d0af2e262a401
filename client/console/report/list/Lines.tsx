import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import type { ReportList } from '../../../../shared/coverage/report.ts';
import { appErrorOf } from '../../api/ask.ts';
import { Trouble } from '../../shell/Trouble.tsx';
import { LessonLines } from './LessonLines.tsx';
import { joined, type Rows } from './lines.model.ts';
import { NeedLines } from './NeedLines.tsx';
import { PairLines, PersonLines, RoomLines, SchoolLines } from './ShareLines.tsx';

type LinesProps = { readonly query: UseInfiniteQueryResult<{ pages: ReportList[] }> };

/** A list's pages as they have come. */
export function Lines({ query }: LinesProps) {
  if (query.isError) return <Trouble error={appErrorOf(query.error)} onRetry={() => void query.refetch()} />;
  const rows = joined(query.data?.pages ?? []);
  return rows === null ? <Skeleton active title={false} /> : <LinesOf rows={rows} />;
}

function LinesOf({ rows }: { readonly rows: Rows }) {
  switch (rows.list) {
    case 'needs':
      return <NeedLines lines={rows.lines} />;
    case 'lessons':
      return <LessonLines lines={rows.lines} />;
    case 'schools':
      return <SchoolLines lines={rows.lines} />;
    case 'rooms':
      return <RoomLines lines={rows.lines} />;
    case 'pairs':
      return <PairLines lines={rows.lines} />;
    case 'people':
      return <PersonLines lines={rows.lines} />;
  }
}
