import type { Actor } from '../identity/identity.types.ts';
import { aloneBus, type Bus } from '../platform/bus.ts';
import type { Connection, ConnectionListener, Database, NewId, RequestHandlers } from '../platform/ports.ts';
import { createGate, type GateDeps } from '../session/session.access.ts';
import { preparationMigrations } from './preparation.migrations.ts';
import { type PreparationDeps, PreparationService } from './preparation.service.ts';
import { createPreparationStore } from './preparation.store.ts';

type Deps = GateDeps &
  Pick<PreparationDeps, 'sessions' | 'clock' | 'directory' | 'log'> & {
    readonly database: Database;
    readonly newId: NewId;
    readonly bus?: Bus;
  };
type Handlers = Pick<RequestHandlers<Actor>, 'note.open' | 'note.update' | 'note.close'>;

/** Notes in which lecturer and local teachers prepare a lesson together 备课笔记. */
export function createPreparation({ database, newId, bus = aloneBus, ...deps }: Deps) {
  const store = createPreparationStore(database, newId);
  const service = new PreparationService({ ...deps, store, bus, gate: createGate(deps) });
  const handlers: Handlers = {
    'note.open': (context, body) => service.open(context, body),
    'note.update': (context, body) => service.update(context, body),
    'note.close': (context, body) => service.close(context, body),
  };
  return {
    handlers,
    migrations: preparationMigrations,
    /** Beside another listener, which is told first. */
    listening: (beside: ConnectionListener<Actor>): ConnectionListener<Actor> => ({
      connected: (connection: Connection<Actor>) => beside.connected(connection),
      disconnected(connection, how, lastHeardAtMs) {
        beside.disconnected(connection, how, lastHeardAtMs);
        service.gone(connection.id);
      },
    }),
  };
}
