import { z } from 'zod';
import { regionId } from './kernel/ids.ts';
import { zone } from './kernel/time.ts';

/** 省、市、县、乡镇. */
export const regionLevel = z.enum(['province', 'city', 'county', 'township']);

/** A node of the administrative tree. One installation is one tree; `zone` is null where it is the parent's. */
export const regionFields = z.strictObject({
  parentId: regionId.nullable(),
  level: regionLevel,
  name: z.string().trim().min(1).max(60),
  officialCode: z.string().trim().max(20),
  zone: zone.nullable(),
});
export type RegionFields = z.infer<typeof regionFields>;
