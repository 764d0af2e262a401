import type { UseQueryResult } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { appErrorOf } from '../api/ask.ts';
import { Trouble } from './Trouble.tsx';

type LoadedProps<T> = {
  readonly query: UseQueryResult<T>;
  readonly children: (answer: T) => ReactNode;
};

/** Shows what came; before that that it is coming, and when it cannot come why. Older data stays when a later question fails. */
export function Loaded<T>({ query, children }: LoadedProps<T>) {
  if (query.data === undefined && query.isPending) return <Skeleton active title={false} />;
  return (
    <>
      {query.isError && <Trouble error={appErrorOf(query.error)} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && children(query.data)}
    </>
  );
}
