import { coursewareWallEn } from '../../shared/text/courseware-wall.en.ts';
import { errorsEn } from '../../shared/text/errors.en.ts';
import { watchEn } from '../../shared/text/watch.en.ts';

export const textEn = { ...watchEn, ...errorsEn, ...coursewareWallEn };
