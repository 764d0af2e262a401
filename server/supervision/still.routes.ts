import type { Actor } from '../identity/identity.types.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import type { StillService } from './still.service.ts';
import type { createStillSettingService } from './still.settings.ts';

export const stillRoutes = (
  service: StillService,
  setting: ReturnType<typeof createStillSettingService>,
): Pick<
  RouteHandlers<Actor>,
  'still.open' | 'still.read' | 'still.setting' | 'still.set' | 'still.notice'
> => ({
  'still.open': ({ actor }, part) => service.open(actor, part),
  'still.read': ({ actor }, ask) => service.read(actor, ask),
  'still.setting': ({ actor }, { regionId }) => setting.read(actor, regionId),
  'still.set': ({ actor }, wish) => setting.set(actor, wish),
  'still.notice': ({ actor }, { sessionId }) => service.notice(actor, sessionId),
});
