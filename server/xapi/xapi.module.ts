import type { ReportScope } from '../../shared/coverage/report.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type PartDeps, partsOf } from '../coverage/report.part.ts';
import { ofRegion } from '../coverage/report.tree.rules.ts';
import type { Action, Actor } from '../identity/identity.types.ts';
import type { OutboxService } from '../outbox/outbox.service.ts';
import { createOutbound } from '../platform/outbound.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import { createXapiChannel, LRS_TARGET, type XapiChannelDeps } from './xapi.channel.ts';

export type XapiDeps = PartDeps &
  Omit<XapiChannelDeps, 'outbound' | 'outbox' | 'home'> & {
    /** Set wherever there is a store of records. */
    readonly home: string | null;
    readonly outbox: () => OutboxService;
  };

const SHOWN_MAX = 100;
/** A batch of a large lesson takes a store a while. */
const TIME_LIMIT_MS = 20_000;

/** xAPI: lessons and attendance for a store of learning records 学习记录库. */
export function createXapi(deps: XapiDeps) {
  const { lrs, outbox } = deps;
  // The operator has set the address: it may well be in the same house.
  const outbound = createOutbound({ local: 'everywhere', timeLimitMs: TIME_LIMIT_MS });
  const channel = createXapiChannel({ ...deps, home: deps.home ?? '', outbound });

  /** What goes to the store is of the whole tree. */
  async function mayRead(actor: Actor, action: Action): Promise<Result<void>> {
    const parts = await partsOf(deps, actor, action);
    if (!parts.ok) return parts;
    const { tree, may } = parts.value;
    const roots = [...tree.regions.values()].filter(({ fields }) => fields.parentId === null);
    const whole = roots.map(({ id }): ReportScope => ofRegion(id));
    return whole.length > 0 && whole.every((each) => may(action, each)) ? ok() : fail('FORBIDDEN');
  }

  const routes: Pick<RouteHandlers<Actor>, 'xapi.read' | 'xapi.resend'> = {
    async 'xapi.read'({ actor }) {
      const allowed = await mayRead(actor, 'xapi.read');
      if (!allowed.ok) return allowed;
      if (lrs === null) return ok({ lrs: null });
      const [{ waiting, dead }, deliveries] = await Promise.all([
        outbox().counts(LRS_TARGET),
        outbox().deliveries(LRS_TARGET, SHOWN_MAX),
      ]);
      return ok({ lrs: { url: lrs.url, waitingCount: waiting, deadCount: dead, deliveries } });
    },
    async 'xapi.resend'({ actor }, { deliveryId }) {
      const allowed = await mayRead(actor, 'xapi.resend');
      if (!allowed.ok) return allowed;
      return (await outbox().resend(LRS_TARGET, deliveryId)) ? ok({}) : fail('NOT_FOUND');
    },
  };
  return { channel, routes };
}
