import { errorsZhCn } from '../../shared/text/errors.zh-CN.ts';
import { replayZhCn } from '../../shared/text/replay.zh-CN.ts';

export const textZhCn = { ...replayZhCn, ...errorsZhCn };
