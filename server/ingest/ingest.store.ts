import type { SourcePlace } from '../../shared/ingest.ts';
import type { PersonId, RoomId } from '../../shared/kernel/ids.ts';
import type { Database, Migration } from '../platform/ports.ts';

export type Source = {
  readonly roomId: RoomId;
  readonly place: SourcePlace;
  readonly kind: 'rtsp' | 'whip' | 'rtmp';
  readonly address: string;
  readonly username: string;
  /** Sealed by the server's key; null when there is none. */
  readonly password: string | null;
  /** Of what an encoder shows; null where none sends. */
  readonly keyHash: string | null;
  readonly on: boolean;
  readonly changedBy: PersonId;
  readonly changedAtMs: number;
};

type Row = {
  room_id: RoomId;
  place: SourcePlace;
  kind: Source['kind'];
  address: string;
  username: string;
  password: string | null;
  key_hash: string | null;
  is_on: number;
  changed_by: PersonId;
  changed_at_ms: number;
};

const sourceFrom = (row: Row): Source => ({
  roomId: row.room_id,
  place: row.place,
  kind: row.kind,
  address: row.address,
  username: row.username,
  password: row.password,
  keyHash: row.key_hash,
  on: row.is_on === 1,
  changedBy: row.changed_by,
  changedAtMs: row.changed_at_ms,
});

/** What a player shows to play the lessons of a room. One a room. */
export type PlayerKey = {
  readonly roomId: RoomId;
  readonly keyHash: string;
  readonly changedBy: PersonId;
  readonly changedAtMs: number;
};
type PlayerRow = { room_id: RoomId; key_hash: string; changed_by: PersonId; changed_at_ms: number };

export type IngestStore = ReturnType<typeof createIngestStore>;

/** One source for each of a room's places. */
export function createIngestStore(database: Database) {
  const tables = database.withTables<{ ingest_source: Row; ingest_player: PlayerRow }>();
  return {
    async ofRoom(roomId: RoomId): Promise<readonly Source[]> {
      const rows = await tables
        .selectFrom('ingest_source')
        .selectAll()
        .where('room_id', '=', roomId)
        .orderBy('place')
        .execute();
      return rows.map(sourceFrom);
    },
    async byKey(keyHash: string): Promise<Source | null> {
      const row = await tables
        .selectFrom('ingest_source')
        .selectAll()
        .where('key_hash', '=', keyHash)
        .executeTakeFirst();
      return row === undefined ? null : sourceFrom(row);
    },
    async put(source: Source): Promise<void> {
      const { roomId, place } = source;
      const said = {
        kind: source.kind,
        address: source.address,
        username: source.username,
        password: source.password,
        key_hash: source.keyHash,
        is_on: source.on ? 1 : 0,
        changed_by: source.changedBy,
        changed_at_ms: source.changedAtMs,
      };
      await tables
        .insertInto('ingest_source')
        .values({ room_id: roomId, place, ...said })
        .onConflict((conflict) => conflict.columns(['room_id', 'place']).doUpdateSet(said))
        .execute();
    },
    async remove(roomId: RoomId, place: SourcePlace): Promise<boolean> {
      const done = await tables
        .deleteFrom('ingest_source')
        .where('room_id', '=', roomId)
        .where('place', '=', place)
        .executeTakeFirst();
      return Number(done.numDeletedRows) > 0;
    },
    async playerOf(roomId: RoomId): Promise<{ readonly keyHash: string } | null> {
      const row = await tables
        .selectFrom('ingest_player')
        .select('key_hash')
        .where('room_id', '=', roomId)
        .executeTakeFirst();
      return row === undefined ? null : { keyHash: row.key_hash };
    },
    async roomOfPlayer(keyHash: string): Promise<RoomId | null> {
      const row = await tables
        .selectFrom('ingest_player')
        .select('room_id')
        .where('key_hash', '=', keyHash)
        .executeTakeFirst();
      return row?.room_id ?? null;
    },
    async putPlayer({ roomId, keyHash, changedBy, changedAtMs }: PlayerKey): Promise<void> {
      const said = { key_hash: keyHash, changed_by: changedBy, changed_at_ms: changedAtMs };
      await tables
        .insertInto('ingest_player')
        .values({ room_id: roomId, ...said })
        .onConflict((conflict) => conflict.column('room_id').doUpdateSet(said))
        .execute();
    },
    async removePlayer(roomId: RoomId): Promise<void> {
      await tables.deleteFrom('ingest_player').where('room_id', '=', roomId).execute();
    },
  };
}

export const ingestMigrations: readonly Migration[] = [
  {
    name: 'ingest-001-sources',
    async up(database) {
      await database.schema
        .createTable('ingest_source')
        .addColumn('room_id', 'text', (column) => column.notNull())
        .addColumn('place', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('address', 'text', (column) => column.notNull())
        .addColumn('username', 'text', (column) => column.notNull())
        .addColumn('password', 'text')
        .addColumn('key_hash', 'text', (column) => column.unique())
        .addColumn('is_on', 'integer', (column) => column.notNull())
        .addColumn('changed_by', 'text', (column) => column.notNull())
        .addColumn('changed_at_ms', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('ingest_source_key', ['room_id', 'place'])
        .execute();
    },
  },
  {
    name: 'ingest-002-players',
    async up(database) {
      await database.schema
        .createTable('ingest_player')
        .addColumn('room_id', 'text', (column) => column.primaryKey())
        .addColumn('key_hash', 'text', (column) => column.notNull().unique())
        .addColumn('changed_by', 'text', (column) => column.notNull())
        .addColumn('changed_at_ms', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
];
