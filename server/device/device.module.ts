import { randomBytes } from 'node:crypto';
import type { Actor } from '../identity/identity.types.ts';
import { createTryLimiter } from '../platform/limiter.ts';
import type { Authenticate, Database, NewId } from '../platform/ports.ts';
import type { RandomBytes } from '../platform/tokens.ts';
import { createPairing } from './device.pairing.ts';
import { DEVICE_COOKIE, deviceRoutes } from './device.routes.ts';
import { createDeviceService, type DeviceServiceDeps } from './device.service.ts';
import { createDeviceStore } from './device.store.ts';

export type DevicesDeps = Omit<DeviceServiceDeps, 'store'> & {
  readonly database: Database;
  readonly newId: NewId;
  readonly random?: RandomBytes;
};

/** Large screens: pairing, cookies, revoking. `deviceMigrations` make its tables. */
export function createDevices(deps: DevicesDeps) {
  const store = createDeviceStore(deps.database);
  const tries = createTryLimiter({ clock: deps.clock });
  const service = createDeviceService({ ...deps, store });
  const pairing = createPairing({ ...deps, store, tries, random: deps.random ?? randomBytes });
  const behind =
    (touch: boolean) =>
    (cookies: Parameters<Authenticate<Actor>>[0]): Promise<Actor | null> =>
      service.screenBehind(cookies[DEVICE_COOKIE], touch);
  return {
    service,
    pairing,
    routes: deviceRoutes(service, pairing),
    /** The screen whose cookie a browser holds, or null. */
    authenticate: behind(true),
    /** The same for looking after open connections. */
    reauthenticate: behind(false),
  };
}

export type Devices = ReturnType<typeof createDevices>;
