import type { MapGround } from '../../../../shared/coverage/map.ts';
import type { ReportPage } from '../../../../shared/coverage/report.ts';

type Part = Pick<ReportPage['below'][number], 'name' | 'officialCode'>;

/** The name under which the map knows a part; null when it is not on it. */
export function nameOnMap({ features }: MapGround, part: Part): string | null {
  const byCode = features.find(({ properties: { adcode, code } }) => {
    const own = adcode ?? code;
    return part.officialCode !== '' && own !== undefined && String(own) === part.officialCode;
  });
  const found = byCode ?? features.find(({ properties }) => properties.name === part.name);
  return found?.properties.name ?? null;
}
