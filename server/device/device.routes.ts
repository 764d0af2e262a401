import { ok } from '../../shared/kernel/result.ts';
import { agentOf } from '../identity/identity.agent.rules.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { RouteContext, RouteHandlers } from '../platform/ports.ts';
import type { DeviceChecks } from './device.checks.ts';
import type { Cookie, PairingService } from './device.pairing.ts';
import type { LecturePcs } from './device.pcs.ts';
import type { Provisioning } from './device.provision.ts';
import { CODE_LIFE_MS, DEVICE_COOKIE_MS } from './device.rules.ts';
import type { DeviceService } from './device.service.ts';
import type { Visit } from './device.types.ts';

export const DEVICE_COOKIE = 'sanketang_device';
/** Its own, so that one browser may be a screen and a lecture PC, and neither cookie stands for the other. */
export const PC_COOKIE = 'sanketang_pc';
export const PAIRING_COOKIE = 'sanketang_pairing';

export type DeviceRoutes = Pick<
  RouteHandlers<Actor>,
  | 'device.announce'
  | 'device.read'
  | 'device.exchange'
  | 'device.pair'
  | 'device.provision'
  | 'device.move'
  | 'device.list'
  | 'device.revoke'
  | 'device.rename'
  | 'device.check'
  | 'device.claimPc'
  | 'device.beatPc'
  | 'device.reportPc'
  | 'device.leavePc'
>;

const visitOf = ({ address, userAgent }: RouteContext<Actor>): Visit => ({
  address,
  agent: agentOf(userAgent ?? ''),
});

export function deviceRoutes({
  service,
  checks,
  pairing,
  provisioning,
  lecturePcs,
}: {
  readonly service: DeviceService;
  readonly checks: DeviceChecks;
  readonly pairing: PairingService;
  readonly provisioning: Provisioning;
  readonly lecturePcs: LecturePcs;
}): DeviceRoutes {
  const become = (context: RouteContext<Actor>, { token }: Cookie) =>
    context.setCookie({ name: DEVICE_COOKIE, value: token, maxAgeMs: DEVICE_COOKIE_MS });
  return {
    async 'device.announce'(context) {
      const announced = await pairing.announce(context.cookies[PAIRING_COOKIE], context.address);
      if (!announced.ok) return announced;
      const { code, expiresAtMs, pollToken } = announced.value;
      // A code typed at the last moment is still fetched for as long again.
      context.setCookie({ name: PAIRING_COOKIE, value: pollToken, maxAgeMs: 2 * CODE_LIFE_MS });
      return ok({ code, expiresAtMs });
    },
    async 'device.read'(context) {
      const known = await service.screenBehind(context.cookies[DEVICE_COOKIE], visitOf(context));
      if (known !== null) return ok({ state: 'paired', deviceId: known.deviceId });
      const fetched = await pairing.fetch(context.cookies[PAIRING_COOKIE], visitOf(context));
      if (fetched === null) return ok({ state: 'unpaired' });
      become(context, fetched);
      return ok({ state: 'paired', deviceId: fetched.deviceId });
    },
    async 'device.exchange'(context, { key }) {
      const exchanged = await pairing.exchange(
        { key, held: context.cookies[DEVICE_COOKIE] },
        visitOf(context),
      );
      if (!exchanged.ok) return exchanged;
      become(context, exchanged.value);
      return ok({ deviceId: exchanged.value.deviceId });
    },
    'device.pair': ({ actor, address }, body) => pairing.pair(actor, body, address),
    'device.provision': ({ actor }, body) => provisioning.provision(actor, body),
    'device.move': ({ actor }, body) => provisioning.move(actor, body),
    'device.list': ({ actor }) => service.list(actor),
    'device.revoke': ({ actor }, { deviceId }) => service.revoke(actor, deviceId),
    'device.rename': ({ actor }, body) => checks.rename(actor, body),
    'device.check': ({ actor }, { deviceId }) => checks.ask(actor, deviceId),
    ...pcRoutes(lecturePcs),
  };
}

function pcRoutes(pcs: LecturePcs) {
  const heldBy = ({ cookies }: RouteContext<Actor>) => cookies[PC_COOKIE];
  return {
    async 'device.claimPc'(context, body) {
      const claimed = await pcs.claim(context.actor, body, {
        held: heldBy(context),
        visit: visitOf(context),
      });
      if (!claimed.ok) return claimed;
      const { deviceId, token } = claimed.value;
      context.setCookie({ name: PC_COOKIE, value: token, maxAgeMs: DEVICE_COOKIE_MS });
      return ok({ deviceId });
    },
    'device.beatPc': (context, body) =>
      pcs.beat(context.actor, body, { held: heldBy(context), visit: visitOf(context) }),
    'device.reportPc': (context, { check }) => pcs.report(context.actor, check, heldBy(context)),
    async 'device.leavePc'(context) {
      const left = await pcs.leave(context.actor, heldBy(context));
      if (left.ok) context.setCookie({ name: PC_COOKIE, value: '', maxAgeMs: 0 });
      return left;
    },
  } satisfies Partial<DeviceRoutes>;
}
