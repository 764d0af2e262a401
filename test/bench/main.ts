import { runById } from '../support/run-by-id.ts';
import { benchJoin } from './join.ts';
import { benchScreenSize } from './screen-size.ts';

await runById('bench', { join: benchJoin, 'screen-size': benchScreenSize });
