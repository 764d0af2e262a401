import { useQuery } from '@tanstack/react-query';
import type { MapGround } from '../../../../shared/coverage/map.ts';
import type { ReportPage } from '../../../../shared/coverage/report.ts';
import { askOrThrow } from '../../api/ask.ts';
import { nameOnMap } from './map.model.ts';

/** The operator's map, where there is one and it shows at least one of the parts below; else null, and the grid says the same. */
export function useMap(report: Pick<ReportPage, 'below'>): MapGround | null {
  const query = useQuery({
    queryKey: ['report.map'],
    queryFn: () => askOrThrow('report.map', {}),
    // Some megabytes, and the same for every part of the tree.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const map = query.data?.map ?? null;
  return map !== null && report.below.some((part) => nameOnMap(map, part) !== null) ? map : null;
}
