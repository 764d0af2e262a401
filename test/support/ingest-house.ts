import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import { createIngest } from '../../server/ingest/ingest.module.ts';
import { ingestMigrations } from '../../server/ingest/ingest.store.ts';
import { silentLog } from '../../server/platform/log.ts';
import type { SourceWish } from '../../shared/ingest.ts';
import { actors, type House, lessonEntry, neighbourhood } from './session-house.ts';
import { nth } from './session-log.ts';

/** The lecture room whose sources are settled, and a lesson that is held from it. */
export const sourceRoomId = nth.room(9);
const lesson = lessonEntry([1, 2], 1, { lectureRoomId: sourceRoomId });

/** Houses with one lecture room and its signal sources. */
export function ingestHouses() {
  const { open, clear } = neighbourhood();
  const closers: (() => Promise<void>)[] = [];

  async function openIngest({ ffmpegBin = 'ffmpeg' }: { readonly ffmpegBin?: string } = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'sanketang-ingest-'));
    closers.push(async () => rmSync(folder, { recursive: true, force: true }));
    const house: House = await open({ lessons: [lesson], more: ingestMigrations });
    const jobs = new Map<string, () => Promise<void>>();
    const school = nth.school(0);
    const room = { fields: { schoolId: school, ends: ['lecture'] } };
    const ingest = createIngest({
      ...{ database: house.database, clock: house.clock, newId: house.newId, log: silentLog, permit },
      jobs: { every: (name, _ms, work) => void jobs.set(name, work) },
      directory: {
        snapshot: async () =>
          ({
            rooms: new Map([[sourceRoomId, room]]),
            pathOf: () => ({ regionIds: [], schoolIds: [school] }),
          }) as never,
      },
      planning: { lessonOfSession: async () => lesson },
      ...{ sessions: house.sessions.reader, hosts: house.sessions.hosts },
      ...{ keyFile: join(folder, 'source.key'), cameraNetworks: ['127.0.0.1'], ffmpegBin },
      rtmp: { host: '127.0.0.1', port: 0 },
    });
    await ingest.start();
    closers.push(() => ingest.stop());
    const context = (actor: unknown) => ({ actor }) as never;
    const admin = context(actors.admin());
    const list = async () => {
      const listed = await ingest.routes['source.list'](admin, { roomId: sourceRoomId });
      return listed.ok ? listed.value : null;
    };
    return {
      ...{ house, ingest, admin, context, folder, list },
      standing: async () => (await list())?.sources[0]?.standing ?? null,
      async set(wish: SourceWish): Promise<string> {
        house.clock.pass(1);
        const settled = await ingest.routes['source.set'](admin, { roomId: sourceRoomId, ...wish });
        return (settled.ok ? settled.value.key : null) ?? '';
      },
      look: (job: 'ingest.look' | 'ingest.players' | 'ingest.compatible' = 'ingest.look') =>
        jobs.get(job)?.(),
    };
  }

  return {
    openIngest,
    /** What a test opened beside it goes first. */
    closers,
    async clear(): Promise<void> {
      for (const close of closers.splice(0).reverse()) await close();
      await clear();
    },
  };
}
