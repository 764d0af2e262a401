import { useQuery } from '@tanstack/react-query';
import type { RegisterName } from '../../api/queries.ts';
import { listEntries } from './entries.ts';

/** How many entries of a register there are for the asker; undefined while that is unknown. */
export function useCount(register: RegisterName): number | undefined {
  const body = { limit: 1 };
  return useQuery({
    queryKey: [`${register}.list`, body],
    queryFn: () => listEntries(register, body),
  }).data?.total;
}
