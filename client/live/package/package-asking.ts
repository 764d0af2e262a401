import type { RecordingId } from '../../../shared/kernel/ids.ts';
import { recordingRoutes } from '../../../shared/wire/recording-routes.ts';
import { callerOf } from '../call-row.ts';
import { browserEnvironment } from '../environment.ts';
import { pickFolder } from './package-folder.ts';
import { PackageTake, type TakeDeps } from './package-take.ts';

/** A take of this browser, from the server that the page came from. */
export function browserTake(recordingId: RecordingId, words: TakeDeps['words']): PackageTake {
  const call = callerOf(recordingRoutes);
  const body = { recordingId };
  return new PackageTake({
    environment: browserEnvironment(),
    replay: () => call('recording.replay', body),
    listed: () => call('recording.package', body),
    address: () => call('recording.address', body),
    card: () => call('recording.read', body),
    compose: () => call('recording.compose', body),
    pick: pickFolder,
    fetch: (address, wish) => fetch(address, wish),
    words,
  });
}
