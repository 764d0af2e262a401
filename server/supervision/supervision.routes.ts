import type { Actor } from '../identity/identity.types.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import type { BigScreenService } from './big-screen.service.ts';
import type { SupervisionService } from './supervision.service.ts';
import type { createAlarmThresholds } from './supervision.thresholds.ts';

export const supervisionRoutes = (
  service: SupervisionService,
  thresholds: Pick<ReturnType<typeof createAlarmThresholds>, 'list' | 'change'>,
): Pick<
  RouteHandlers<Actor>,
  | 'supervision.wall'
  | 'supervision.alarms'
  | 'supervision.acknowledge'
  | 'alarmThreshold.list'
  | 'alarmThreshold.set'
> => ({
  'supervision.wall': ({ actor }, ask) => service.wall(actor, ask),
  'supervision.alarms': ({ actor }, ask) => service.alarms(actor, ask),
  'supervision.acknowledge': ({ actor }, wish) => service.acknowledge(actor, wish),
  'alarmThreshold.list': ({ actor }) => thresholds.list(actor),
  'alarmThreshold.set': ({ actor }, wish) => thresholds.change(actor, wish),
});

export const bigScreenRoutes = (
  service: BigScreenService,
): Pick<
  RouteHandlers<Actor>,
  'bigScreen.list' | 'bigScreen.make' | 'bigScreen.revoke' | 'bigScreen.read'
> => ({
  'bigScreen.list': ({ actor }) => service.list(actor),
  'bigScreen.make': ({ actor }, wish) => service.make(actor, wish),
  'bigScreen.revoke': ({ actor }, { bigScreenId }) => service.revoke(actor, bigScreenId),
  'bigScreen.read': ({ address }, { token }) => service.read(token, address),
});
