import { Skeleton } from 'antd';
import { createContext, useContext } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import type { Me } from '../../../shared/person.ts';
import { appErrorOf } from '../api/ask.ts';
import { useMe } from '../api/queries.ts';
import { PcKeeper } from '../pc/PcKeeper.tsx';
import { Shell } from './Shell.tsx';
import { Trouble } from './Trouble.tsx';

const Known = createContext<Me | null>(null);

/** Who is signed in; only below `RequireLogin`. */
export function useKnownMe(): Me {
  const me = useContext(Known);
  if (me === null) throw new Error('useKnownMe outside RequireLogin');
  return me;
}

/** `bare` leaves out the head: a running lesson needs the whole screen. */
export function RequireLogin({ bare = false }: { readonly bare?: boolean }) {
  const location = useLocation();
  const query = useMe();
  if (query.data)
    return (
      <Known value={query.data}>
        <PcKeeper />
        {bare ? <Outlet /> : <Shell me={query.data} />}
      </Known>
    );
  if (query.isPending) return <Skeleton active title={false} className="page" />;
  const error = appErrorOf(query.error);
  if (error.code === 'UNAUTHENTICATED')
    return <Navigate to="/login" replace state={{ from: location.pathname + location.search }} />;
  return (
    <main className="page">
      <Trouble error={error} onRetry={() => void query.refetch()} />
    </main>
  );
}
