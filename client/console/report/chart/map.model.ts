import { z } from 'zod';
import type { ReportPage } from '../../../../shared/coverage/report.ts';

/**
 * An operator's own approved map: what a province draws must not come with a product. A feature is found by the official code in
 * `adcode` or `code`, else by its `name`.
 */
export const mapGround = z.object({
  type: z.literal('FeatureCollection'),
  features: z
    .array(
      z.looseObject({
        type: z.literal('Feature'),
        properties: z.looseObject({
          name: z.string(),
          adcode: z.union([z.string(), z.number()]).optional(),
          code: z.union([z.string(), z.number()]).optional(),
        }),
        geometry: z.unknown(),
      }),
    )
    .min(1),
});
export type MapGround = z.infer<typeof mapGround>;

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
