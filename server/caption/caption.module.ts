import type { RecordingId } from '../../shared/kernel/ids.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Database, NewId, RequestHandlers, RouteHandlers } from '../platform/ports.ts';
import { createGate, type GateDeps } from '../session/session.access.ts';
import { saltedText } from '../session/session.command.service.ts';
import type { SessionDoor } from '../session/session.door.ts';
import { hashOfText } from '../session/session.texts.ts';
import { chooseCaptions, sayCaption } from './caption.rules.ts';
import { type Captioned, CaptionService, type CaptionServiceDeps } from './caption.service.ts';
import { createCaptionStore } from './caption.store.ts';
import { createTypedCaptions } from './caption.typed.ts';
import type { CaptionSource, HandOver } from './caption.types.ts';

export type CaptionDeps = GateDeps &
  Omit<CaptionServiceDeps, 'store' | 'gate'> & {
    readonly database: Database;
    readonly door: Pick<SessionDoor, 'command'>;
    readonly newId: NewId;
  };
type Routes = Pick<
  RouteHandlers<Actor>,
  'recording.listCaptions' | 'recording.readCaption' | 'recording.writeCaption' | 'recording.removeCaption'
>;

/** 字幕: what is said, to be read: line by line while a lesson runs, and with its recording. */
export function createCaptions({ database, door, newId, ...deps }: CaptionDeps) {
  const store = createCaptionStore(database);
  const service = new CaptionService({ ...deps, store, gate: createGate(deps) });
  const hand: HandOver = (behind, { sessionId, language, text, typingMs }, origin) => {
    const salted = saltedText(text, newId);
    const said = { language, origin, typingMs, text: salted, hash: hashOfText(salted) };
    return door.command(behind, { sessionId, action: 'caption.say' }, (state, nowMs) =>
      sayCaption(state, said, nowMs),
    );
  };
  const typed = createTypedCaptions();
  const sources: readonly CaptionSource[] = [typed];
  for (const source of sources) source.begin(hand);
  const handlers: Pick<RequestHandlers<Actor>, 'caption.say' | 'caption.choose'> = {
    'caption.say': typed.say,
    'caption.choose': (context, { sessionId, ...chosen }) =>
      door.command(context, { sessionId, action: 'caption.choose', roomId: chosen.roomId }, (state, nowMs) =>
        chooseCaptions(state, chosen, nowMs),
      ),
  };
  const routes: Routes = {
    'recording.listCaptions': ({ actor }, { recordingId }) => service.list(actor, recordingId),
    'recording.readCaption': ({ actor }, asked) => service.read(actor, asked),
    'recording.writeCaption': ({ actor }, body) => service.write(actor, body),
    'recording.removeCaption': ({ actor }, body) => service.remove(actor, body),
  };
  return {
    handlers,
    routes,
    /** For what becomes of recordings; once they are removed, what was written about them goes with them. */
    ofRecordings: {
      tracksOf: (recording: Captioned) => service.tracksOf(recording),
      fileOf: (recording: Captioned, language: string) => service.fileOf(recording, language),
      filesOf: (recording: Captioned) => service.filesOf(recording),
      forget: (id: RecordingId) => store.forget(id),
    },
  };
}
