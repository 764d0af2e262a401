import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Permit } from '../identity/identity.types.ts';
import type { Config } from '../platform/config.ts';
import type { Transport } from '../platform/http-doors.ts';
import { interfaceAddresses, lanAddresses } from '../platform/network.ts';
import type { Clock, Jobs, Log } from '../platform/ports.ts';
import { createAcme } from './access.acme.ts';
import { createAccessFiles } from './access.files.ts';
import { accessRoutes } from './access.routes.ts';
import { isThisMachine } from './access.rules.ts';
import { createAccessService } from './access.service.ts';
import type { AccessConfig } from './access.types.ts';
import { createDoor } from './install.door.ts';

export type AccessDeps = {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly permit: Permit;
  readonly directory: DirectoryReader;
  readonly port: () => number;
  readonly anyLive: () => boolean;
};

/** How soon a new address, a file put there or a date that nears is noticed. */
const LOOK_MS = 60_000;

/** Getting in (接入): certificates, the pages by which devices come to trust them, and who may come by plain HTTP. Call `refresh` before listening. */
export function createAccess(deps: AccessDeps) {
  const { config, clock, log, port } = deps;
  const settings = settingsOf(config);
  const files = createAccessFiles(join(config.dataDir, 'access'));
  const wait = async (ms: number) => {
    await pause(ms, undefined, { ref: false });
  };
  const acme = createAcme({ files, clock, log, dnsHook: settings.acme.dnsHook, wait });
  const whereabouts = () => ({ addresses: interfaceAddresses(), hostName: hostname() });
  const service = createAccessService({
    config: settings,
    files,
    clock,
    log,
    acme,
    whereabouts,
    hosts: () => hostsOf(config, service.standing().pair !== null),
  });
  const { own, door } = createDoor({ standing: service.standing, port });
  const isHttps = config.publicUrl?.startsWith('https:') === true;
  const transport: Transport = {
    certificate: () => service.standing().pair,
    onCertificate: service.onCertificate,
    keepsOut: (address) => service.standing().decision.way === 'localhost' && !isThisMachine(address),
    door,
    isStrict() {
      const { decision, pair } = service.standing();
      if (decision.way === 'own-ca' || decision.way === 'localhost') return false;
      return isHttps || pair !== null;
    },
  };
  return {
    service,
    transport,
    routes: accessRoutes({ ...deps, service }),
    /** The install pages inside the product; false for every other address. */
    ownPages: own,
    /** Origins of our own pages beside the machine's addresses. */
    originHosts: (): string[] => {
      const { decision, pair } = service.standing();
      if (pair === null) return [];
      if (decision.way === 'public-name') return decision.name === null ? [] : [decision.name];
      return service.names();
    },
    start: (jobs: Jobs) => jobs.every('access.look', LOOK_MS, service.refresh),
  };
}

export const settingsOf = ({ access, tls, publicUrl }: Config): AccessConfig => ({
  way: access.way,
  names: access.names,
  tls,
  publicUrl,
  acme: {
    directoryUrl: access.acmeDirectoryUrl,
    email: access.acmeEmail,
    dnsHook: access.acmeDnsHook,
  },
});

/** Without a certificate only this very machine has a camera, so it comes first. */
function hostsOf(config: Config, secure: boolean): string[] {
  const { host } = config;
  if (host === '127.0.0.1' || host === 'localhost' || host === '::1')
    return [host === '::1' ? '[::1]' : host];
  if (host !== '0.0.0.0' && host !== '::') return [host];
  const lan = lanAddresses();
  return secure ? [...lan, 'localhost'] : ['localhost', ...lan];
}
