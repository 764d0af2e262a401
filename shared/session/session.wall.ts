import { z } from 'zod';

/**
 * What every wall shows, chosen by whoever leads 版式: the teacher beside the content, one of them large, who was called on stage, or all
 * rooms at once. A wall that has nothing of what it is to show shows what there is.
 */
export const wallLayout = z.enum(['teacherAndContent', 'content', 'teacher', 'stage', 'rooms']);
export type WallLayout = z.infer<typeof wallLayout>;
