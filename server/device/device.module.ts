import { randomBytes } from 'node:crypto';
import type { Actor } from '../identity/identity.types.ts';
import { createTryLimiter } from '../platform/limiter.ts';
import type { Authenticate, Database, Log, NewId, RequestHandlers } from '../platform/ports.ts';
import type { RandomBytes } from '../platform/tokens.ts';
import { createCheckStore } from './device.checks.store.ts';
import { createDeviceChecks } from './device.checks.ts';
import { createLineMeter } from './device.line.ts';
import { createPairing } from './device.pairing.ts';
import { createPcStore } from './device.pcs.store.ts';
import { createLecturePcs } from './device.pcs.ts';
import { createProvisioning, type ProvisioningDeps } from './device.provision.ts';
import { DEVICE_COOKIE, deviceRoutes, PC_COOKIE } from './device.routes.ts';
import { createDeviceService, type DeviceServiceDeps } from './device.service.ts';
import { createDeviceStore } from './device.store.ts';

export type DevicesDeps = Omit<DeviceServiceDeps, 'store' | 'checks'> &
  Pick<ProvisioningDeps, 'startOrigin' | 'pack'> & {
    readonly database: Database;
    readonly newId: NewId;
    readonly log: Log;
    readonly random?: RandomBytes;
  };

/** Large screens and lecture PCs: pairing, launchers, cookies, checks, moving, revoking. `deviceMigrations` make its tables. */
export function createDevices({ random = randomBytes, ...given }: DevicesDeps) {
  const screenLines = () => [...given.screenLines(), ...lecturePcs.lines()];
  const deps = { ...given, screenLines };
  const store = createDeviceStore(deps.database);
  const tries = createTryLimiter({ clock: deps.clock, log: deps.log });
  const kept = createCheckStore(deps.database);
  const service = createDeviceService({ ...deps, store, checks: kept });
  const pcs = createPcStore(deps.database);
  const lecturePcs = createLecturePcs({ ...deps, store, pcs, checks: kept, random });
  const checks = createDeviceChecks({ ...deps, store, checks: kept });
  const pairing = createPairing({ ...deps, store, tries, random });
  const provisioning = createProvisioning({ ...deps, store, random });
  const behind =
    (visit?: 'unnoted') =>
    (cookies: Parameters<Authenticate<Actor>>[0]): Promise<Actor | null> =>
      service.screenBehind(cookies[DEVICE_COOKIE], visit);
  const handlers: Pick<RequestHandlers<Actor>, 'device.reportCheck'> = {
    'device.reportCheck': ({ actor }, { check }) => checks.report(actor, check),
  };
  return {
    service,
    pairing,
    handlers,
    routes: deviceRoutes({ service, checks, pairing, provisioning, lecturePcs }),
    /** Where devices measure their line; false for every other request. */
    measure: createLineMeter({
      clock: deps.clock,
      log: deps.log,
      async deviceOf(cookies) {
        const screen = await behind('unnoted')(cookies);
        return screen?.kind === 'device' ? screen.deviceId : lecturePcs.deviceBehind(cookies[PC_COOKIE]);
      },
    }),
    /** Rooms with a screen that had failed its check. */
    failedRooms: kept.failedRooms,
    /** Consoles that are open on lecture PCs, as far as this server was told: for the others. */
    pcLines: lecturePcs.lines,
    /** The screen whose cookie a browser holds, or null. */
    authenticate: behind(),
    /** The same for looking after open connections. */
    reauthenticate: behind('unnoted'),
  };
}

export type Devices = ReturnType<typeof createDevices>;
