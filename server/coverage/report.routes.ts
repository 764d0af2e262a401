import type { Actor } from '../identity/identity.types.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import type { createMapService } from './map.service.ts';
import type { ReportService } from './report.service.ts';

type Names =
  | 'report.read'
  | 'report.trend'
  | 'report.map'
  | 'report.list'
  | 'report.graph'
  | 'report.mine'
  | 'report.service'
  | 'report.correctCause';

export const reportRoutes = (
  service: ReportService,
  readMap: ReturnType<typeof createMapService>,
): Pick<RouteHandlers<Actor>, Names> => ({
  'report.read': ({ actor }, about) => service.read(actor, about),
  'report.trend': ({ actor }, about) => service.trend(actor, about),
  'report.map': ({ actor }) => readMap(actor),
  'report.list': ({ actor }, ask) => service.list(actor, ask),
  'report.graph': ({ actor }, about) => service.graph(actor, about),
  'report.mine': ({ actor }, when) => service.mine(actor, when),
  'report.service': ({ actor }, when) => service.service(actor, when),
  'report.correctCause': ({ actor }, wish) => service.correctCause(actor, wish),
});
