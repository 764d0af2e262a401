import { errorsEn } from '../../shared/text/errors.en.ts';
import { replayEn } from '../../shared/text/replay.en.ts';

export const textEn = { ...replayEn, ...errorsEn };
