import { useQuery } from '@tanstack/react-query';
import type { ReportPage } from '../../../../shared/coverage/report.ts';
import { type MapGround, mapGround, nameOnMap } from './map.model.ts';

/** The operator's map, where there is one and it shows at least one of the parts below; else null, and the grid says the same. */
export function useMap(report: Pick<ReportPage, 'below' | 'scope'>): MapGround | null {
  const query = useQuery({
    queryKey: ['report.map'],
    queryFn: readMap,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    enabled: report.scope.kind === 'region',
  });
  const map = query.data ?? null;
  return map !== null && report.below.some((part) => nameOnMap(map, part) !== null) ? map : null;
}

async function readMap(): Promise<MapGround | null> {
  const response = await fetch('/api/report/map', { credentials: 'same-origin' });
  if (!response.ok || response.headers.get('content-type')?.includes('json') !== true) return null;
  const read = mapGround.safeParse(await response.json());
  return read.success ? read.data : null;
}
