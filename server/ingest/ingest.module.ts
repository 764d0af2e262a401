import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor } from '../identity/identity.types.ts';
import type { Database, NewId, RouteHandlers } from '../platform/ports.ts';
import type { RandomBytes } from '../platform/tokens.ts';
import { Compatibles } from './ingest.compatible.ts';
import { Desk, type DeskDeps } from './ingest.desk.ts';
import { createNetworks } from './ingest.networks.ts';
import { createRtmp, type RtmpPlace } from './ingest.rtmp.ts';
import { createSecretBox } from './ingest.secret.ts';
import { createIngestService, type IngestServiceDeps } from './ingest.service.ts';
import { createIngestStore } from './ingest.store.ts';
import { createWhep } from './ingest.whep.ts';
import { createWhip } from './ingest.whip.ts';

export type IngestDeps = Omit<DeskDeps, 'store' | 'box' | 'networks' | 'ffmpegBin'> &
  Pick<IngestServiceDeps, 'directory' | 'permit' | 'clock'> & {
    readonly database: Database;
    readonly newId: NewId;
    /** Lies beside the records. */
    readonly keyFile: string;
    /** Networks in which cameras may stand beside the usual private ones. */
    readonly cameraNetworks: readonly string[];
    /** Where encoders may send to by RTMP; null: nowhere. */
    readonly rtmp: RtmpPlace | null;
    readonly ffmpegBin?: string;
    readonly random?: RandomBytes;
  };

export type IngestRoutes = Pick<
  RouteHandlers<Actor>,
  'source.list' | 'source.set' | 'source.renewKey' | 'source.remove' | 'source.setPlayer'
>;

/** Recording hosts 录播主机, cameras and encoders of lecture rooms. */
export function createIngest({ random = randomBytes, ffmpegBin = 'ffmpeg', ...deps }: IngestDeps) {
  const store = createIngestStore(deps.database);
  const box = createSecretBox(deps.keyFile);
  const networks = createNetworks(deps.cameraNetworks);
  const desk = new Desk({ ...deps, store, box, networks, ffmpegBin });
  const { hosts, clock, log } = deps;
  const rtmp = createRtmp({ ...{ store, desk, hosts, clock, log, ffmpegBin }, place: deps.rtmp });
  const { jobs, sessions, newId } = deps;
  const whep = createWhep({ ...{ store, desk, hosts, sessions, jobs, clock, newId } });
  const compatibles = new Compatibles({ hosts, sessions, jobs, clock, log, ffmpegBin });
  const service = createIngestService({
    ...{ ...deps, store, box, desk, compatibles, random },
    ...{ rtmpPort: rtmp.port, playing: whep.playing, lookAtPlayers: whep.look },
  });
  const whip = createWhip({ store, desk, hosts, newId });
  const routes: IngestRoutes = {
    'source.list': ({ actor }, { roomId }) => service.list(actor, roomId),
    'source.set': ({ actor }, { roomId, ...wish }) => service.set(actor, roomId, wish),
    'source.renewKey': ({ actor }, { roomId, place }) => service.renewKey(actor, roomId, place),
    'source.setPlayer': ({ actor }, { roomId, on }) => service.setPlayer(actor, roomId, on),
    'source.remove': ({ actor }, { roomId, place }) => service.remove(actor, roomId, place),
  };
  return {
    routes,
    /** Where encoders send to and players play from; false for every other request. */
    answers: (request: IncomingMessage, response: ServerResponse): boolean =>
      whip.answers(request, response) || whep.answers(request, response),
    async start(): Promise<void> {
      desk.start();
      compatibles.start();
      whep.start();
      await rtmp.start();
    },
    async stop(): Promise<void> {
      await whep.stop();
      await compatibles.stop();
      await desk.stop();
      await rtmp.stop();
      await whip.stop();
    },
  };
}
