import type { Actor } from '../identity/identity.types.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import type { AssetsService } from './assets.service.ts';
import type { createPackages } from './package.service.ts';
import type { createProgress } from './progress.service.ts';
import type { createReplayService } from './replay.service.ts';

type Routes = Pick<
  RouteHandlers<Actor>,
  | 'recording.list'
  | 'recording.read'
  | 'recording.replay'
  | 'recording.address'
  | 'recording.progress'
  | 'recording.package'
  | 'recording.licence'
  | 'recording.keep'
  | 'recording.compose'
  | 'recording.remove'
>;

type Beside = Pick<ReturnType<typeof createReplayService>, 'replay'> &
  ReturnType<typeof createPackages> & { readonly progress: ReturnType<typeof createProgress> };

export const assetsRoutes = (
  service: AssetsService,
  { replay, package: pack, progress }: Beside,
): Routes => ({
  'recording.list': ({ actor }, asked) => service.list(actor, asked),
  'recording.read': ({ actor }, asked) => service.read(actor, asked.recordingId),
  'recording.replay': ({ actor }, asked) => replay(actor, asked.recordingId),
  'recording.address': ({ actor }, asked) => service.address(actor, asked.recordingId),
  'recording.progress': ({ actor }, body) => progress(actor, body),
  'recording.package': ({ actor }, asked) => pack(actor, asked.recordingId),
  'recording.licence': ({ actor }, body) => service.licence(actor, body),
  'recording.keep': ({ actor }, body) => service.keep(actor, body),
  'recording.compose': ({ actor }, body) => service.compose(actor, body.recordingId),
  'recording.remove': ({ actor }, body) => service.remove(actor, body),
});
