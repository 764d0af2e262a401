import type { SessionId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';
import { eventOf } from './session.chain.ts';
import type { WipedEvent } from './session.door.ts';
import type { SessionTables } from './session.store.ts';

/** What the log says of marks: of a long lesson only this is read, again and again. */
export function createWipedStore(database: Database) {
  const tables = database.withTables<Pick<SessionTables, 'session_event'>>();
  return {
    /** In order of seq. */
    async after(sessionId: SessionId, seq: number): Promise<readonly WipedEvent[]> {
      const rows = await tables
        .selectFrom('session_event')
        .selectAll()
        .where('session_id', '=', sessionId)
        .where('seq', '>', seq)
        .where('type', 'in', ['marks.cleared', 'marks.erased'])
        .orderBy('seq')
        .execute();
      return rows.map(eventOf).filter(isWiped);
    },
  };
}

const isWiped = (event: ReturnType<typeof eventOf>): event is WipedEvent =>
  event.type === 'marks.cleared' || event.type === 'marks.erased';
