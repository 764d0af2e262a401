import { errorsEn } from '../../shared/text/errors.en.ts';
import { screenEn } from '../../shared/text/screen.en.ts';

export const textEn = { ...screenEn, ...errorsEn };
