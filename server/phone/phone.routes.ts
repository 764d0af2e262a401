import { ok } from '../../shared/kernel/result.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { RequestHandlers, RouteContext, RouteHandlers } from '../platform/ports.ts';
import type { PhoneOffice } from './phone.office.ts';
import { PASS_LIFE_MS } from './phone.rules.ts';
import type { Held, PhoneService } from './phone.service.ts';

export const PHONE_COOKIE = 'sanketang_phone';
export const PASS_COOKIE = 'sanketang_phone_pass';
/** Longer than any grant: a phone that comes back the next day is told that its day is over. */
const COOKIE_MS = 2 * 86_400_000;

export type PhoneRoutes = Pick<
  RouteHandlers<Actor>,
  | 'phone.open'
  | 'phone.enter'
  | 'phone.read'
  | 'phone.leave'
  | 'phone.lecternCode'
  | 'phone.list'
  | 'phone.release'
  | 'person.setPin'
  | 'person.listPins'
>;
export type PhoneHandlers = Pick<RequestHandlers<Actor>, 'phone.code'>;

const heldBy = ({ cookies }: RouteContext<Actor>): Held => ({
  pass: cookies[PASS_COOKIE],
  grant: cookies[PHONE_COOKIE],
});

export function phoneRoutes(service: PhoneService, office: PhoneOffice): PhoneRoutes {
  return {
    async 'phone.open'(context, { code }) {
      const opened = await service.open(code, heldBy(context), context.address);
      if (!opened.ok) return opened;
      const { state, pass } = opened.value;
      if (pass !== null) context.setCookie({ name: PASS_COOKIE, value: pass, maxAgeMs: PASS_LIFE_MS });
      return ok(state);
    },
    async 'phone.enter'(context, { as }) {
      const entered = await service.enter(as, heldBy(context), context.address);
      if (!entered.ok) return entered;
      const { state, token } = entered.value;
      context.setCookie({ name: PHONE_COOKIE, value: token, maxAgeMs: COOKIE_MS });
      context.setCookie({ name: PASS_COOKIE, value: '', maxAgeMs: 0 });
      return ok(state);
    },
    'phone.read': (context) => service.read(heldBy(context)),
    async 'phone.leave'(context) {
      await service.leave(heldBy(context));
      for (const name of [PHONE_COOKIE, PASS_COOKIE]) context.setCookie({ name, value: '', maxAgeMs: 0 });
      return ok({});
    },
    'phone.lecternCode': ({ actor }, body) => office.lecternCode(actor, body),
    'phone.list': ({ actor }, body) => office.list(actor, body),
    'phone.release': ({ actor }, body) => office.release(actor, body),
    'person.setPin': ({ actor }, body) => office.setPin(actor, body),
    'person.listPins': ({ actor }) => office.listPins(actor),
  };
}

export const phoneHandlers = (office: PhoneOffice): PhoneHandlers => ({
  'phone.code': ({ actor }, body) => office.code(actor, body),
});
