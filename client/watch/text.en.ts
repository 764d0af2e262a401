import { errorsEn } from '../../shared/text/errors.en.ts';
import { watchEn } from '../../shared/text/watch.en.ts';

export const textEn = { ...watchEn, ...errorsEn };
