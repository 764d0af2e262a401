import { errorsZhCn } from '../../shared/text/errors.zh-CN.ts';
import { screenZhCn } from '../../shared/text/screen.zh-CN.ts';

export const textZhCn = { ...screenZhCn, ...errorsZhCn };
