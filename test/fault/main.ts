import { runById } from '../support/run-by-id.ts';
import { copyKill } from './copy-kill.ts';
import { diskFull } from './disk-full.ts';
import { emulatedLine } from './emulated-line.ts';
import { lineSteps } from './line-steps.ts';
import { linkCut } from './link-cut.ts';
import { migrationKill } from './migration-kill.ts';
import { offStage } from './off-stage.ts';
import { phoneLine } from './phone-line.ts';
import { powerCut } from './power-cut.ts';
import { profileWipe } from './profile-wipe.ts';
import { recorderKill } from './recorder-kill.ts';
import { revoke } from './revoke.ts';
import { revokeDevice } from './revoke-device.ts';
import { safetyCopy } from './safety-copy.ts';
import { screenKill } from './screen-kill.ts';
import { serverKill } from './server-kill.ts';
import { sharedLine } from './shared-line.ts';
import { tamper } from './tamper.ts';
import { weakLine } from './weak-line.ts';
import { weakLineRemedies } from './weak-line-remedies.ts';
import { workerKill } from './worker-kill.ts';
import { writeKill } from './write-kill.ts';

await runById(
  'fault',
  {
    'worker-kill': workerKill,
    'server-kill': serverKill,
    'screen-kill': screenKill,
    'write-kill': writeKill,
    'migration-kill': migrationKill,
    'copy-kill': copyKill,
    'link-cut': linkCut,
    'off-stage': offStage,
    'phone-line': phoneLine,
    'power-cut': powerCut,
    'disk-full': diskFull,
    'profile-wipe': profileWipe,
    'recorder-kill': recorderKill,
    'safety-copy': safetyCopy,
    revoke,
    'revoke-device': revokeDevice,
    'emulated-line': emulatedLine,
    'weak-line': weakLine,
    'line-steps': lineSteps,
    'shared-line': sharedLine,
    tamper,
  },
  { 'weak-line-remedies': weakLineRemedies },
);
