import { z } from 'zod';
import { personId, regionId, schoolId } from './kernel/ids.ts';

/** 中心校 central, 乡镇校 town, 城区校 city, 农村小规模学校 smallRural, 教学点 teachingPoint. */
export const schoolKind = z.enum(['central', 'town', 'city', 'smallRural', 'teachingPoint']);
export type SchoolKind = z.infer<typeof schoolKind>;

/** A school 学校 or teaching point 教学点. The official code is an attribute, never a key. */
export const schoolFields = z.strictObject({
  regionId,
  name: z.string().trim().min(1).max(60),
  kind: schoolKind,
  officialCode: z.string().trim().max(20),
  phone: z.string().trim().max(30),
  /** 学校负责人: who answers for the school. */
  responsibleId: personId.nullable().default(null),
  /** On a closed version: the school that took this one in. */
  mergedIntoId: schoolId.nullable().default(null),
});
export type SchoolFields = z.infer<typeof schoolFields>;
/** With what has a default left out. */
export type SchoolInput = z.input<typeof schoolFields>;
