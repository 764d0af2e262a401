import { z } from 'zod';

/** Largest file that is taken as a map, in bytes; a province's counties, drawn finely, are a tenth of it. */
export const MAP_BYTES_MAX = 20 * 1024 * 1024;

/**
 * An operator's own approved map (GeoJSON, RFC 7946): what a province draws must not come with a product. A feature is found by the
 * official code in `adcode` or `code`, else by its `name`.
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
