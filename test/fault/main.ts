import { runById } from '../support/run-by-id.ts';
import { powerCut } from './power-cut.ts';
import { writeKill } from './write-kill.ts';

await runById('fault', {
  'write-kill': writeKill,
  'power-cut': powerCut,
});
