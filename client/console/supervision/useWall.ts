import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { askOrThrow } from '../api/ask.ts';
import { type Kept, merged } from './supervision.model.ts';

/** What changed is asked for this often; nothing is most of the time. */
const EVERY_MS = 5_000;

export type WallScope = { readonly scopeKind?: 'region' | 'school'; readonly scopeId?: string };

/** The part of the tree that the address names; none for the top of what the asker may see. */
export function useWallScope(): WallScope {
  const [search] = useSearchParams();
  const scopeId = search.get('id');
  const scopeKind = search.get('of') === 'school' ? 'school' : 'region';
  return scopeId === null ? {} : { scopeKind, scopeId };
}

export const wallAddress = ({ kind, id }: { readonly kind: string; readonly id: string }): string =>
  `/supervision?${new URLSearchParams({ of: kind, id })}`;

/** Running lessons of a part of the tree; only what changed since the last look comes over the line. */
export function useWall(scope: WallScope) {
  const client = useQueryClient();
  const queryKey = ['supervision.wall', scope] as const;
  return useQuery({
    queryKey,
    async queryFn(): Promise<Kept> {
      const before = client.getQueryData<Kept>(queryKey) ?? null;
      const mark = before === null ? {} : { mark: before.mark };
      const answer = await askOrThrow('supervision.wall', { ...scope, ...mark });
      return merged(before, answer) ?? whole(scope);
    },
    refetchInterval: EVERY_MS,
    structuralSharing: false,
  });
}

async function whole(scope: WallScope): Promise<Kept> {
  const kept = merged(null, await askOrThrow('supervision.wall', scope));
  if (kept === null) throw new Error('the whole wall was asked for and did not come');
  return kept;
}
