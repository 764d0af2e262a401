import { createHash } from 'node:crypto';
import { readCaptions, writeVtt } from '../../shared/caption/caption-file.ts';
import type { Cue } from '../../shared/caption/cue.ts';
import {
  ownNames,
  type TeachingLanguage,
  teachingLanguage,
  teachingLanguages,
} from '../../shared/caption/language.ts';
import type { RecordingId, SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type RecordingPackage, type Replay, recordingPaths } from '../../shared/recording.ts';
import type { RecordingCaption } from '../../shared/recording-caption.ts';
import { emptySession } from '../../shared/session/session.state.ts';
import type { RouteAnswer, RouteBody } from '../../shared/wire/routes.ts';
import type { Action, Actor } from '../identity/identity.types.ts';
import type { Clock } from '../platform/ports.ts';
import type { Access, Gate } from '../session/session.access.ts';
import type { SessionReader } from '../session/session.types.ts';
import { typedCues } from './caption.rules.ts';
import type { CaptionStore } from './caption.store.ts';

/** What captions need of a recording. */
export type Captioned = {
  readonly id: RecordingId;
  readonly sessionId: SessionId;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly removedAtMs: number | null;
};
type Seen = { readonly recording: Captioned; readonly access: Access };

export type CaptionServiceDeps = {
  readonly store: CaptionStore;
  /** A recording and its lesson, for whoever may see it; NOT_FOUND for everybody else. */
  readonly see: (actor: Actor, id: RecordingId) => Promise<Result<Seen>>;
  readonly gate: Pick<Gate, 'allow'>;
  readonly sessions: Pick<SessionReader, 'shownOf'>;
  readonly clock: Clock;
};
type Listed = Promise<Result<RouteAnswer<'recording.listCaptions'>>>;

/** Captions of recordings: what was typed in the lesson, and in its place what somebody gave afterwards. */
export class CaptionService {
  readonly #deps: CaptionServiceDeps;

  constructor(deps: CaptionServiceDeps) {
    this.#deps = deps;
  }

  async list(actor: Actor, id: RecordingId): Listed {
    const seen = await this.#deps.see(actor, id);
    return seen.ok ? this.#listed(actor, seen.value) : seen;
  }

  async read(
    actor: Actor,
    { recordingId, language }: RouteBody<'recording.readCaption'>,
  ): Promise<Result<RouteAnswer<'recording.readCaption'>>> {
    const seen = await this.#deps.see(actor, recordingId);
    if (!seen.ok) return seen;
    const file = await this.fileOf(seen.value.recording, language);
    return file === null ? fail('NOT_FOUND') : ok({ file });
  }

  /** What cannot be read whole changes nothing. */
  async write(actor: Actor, { recordingId, language, file }: RouteBody<'recording.writeCaption'>): Listed {
    const seen = await this.#mayChange(actor, 'recording.writeCaption', recordingId);
    if (!seen.ok) return seen;
    if (actor.kind !== 'person') return fail('FORBIDDEN');
    const read = readCaptions(file);
    if (!read.ok) {
      const { reason, line } = read.problem;
      return fail('INVALID_VALUE', { field: 'file', reason, ...(line === null ? {} : { line }) });
    }
    await this.#deps.store.put(recordingId, {
      ...{ language, file: writeVtt(read.cues), cueCount: read.cues.length },
      ...{ changedBy: actor.personId, changedAtMs: this.#deps.clock.nowMs() },
    });
    return this.#listed(actor, seen.value);
  }

  async remove(actor: Actor, { recordingId, language }: RouteBody<'recording.removeCaption'>): Listed {
    const seen = await this.#mayChange(actor, 'recording.removeCaption', recordingId);
    if (!seen.ok) return seen;
    await this.#deps.store.remove(recordingId, language);
    return this.#listed(actor, seen.value);
  }

  /** For a player, each named as those name it who read it. */
  async tracksOf(recording: Captioned): Promise<Replay['captions']> {
    const captions = await this.#captionsOf(recording);
    return captions.map(({ language }) => ({
      language,
      label: ownNames[language],
      path: recordingPaths.captions(recording.id, language),
    }));
  }

  /** WebVTT by the recording's time; null for a language that it has none of. */
  async fileOf(recording: Captioned, asked: string): Promise<string | null> {
    const language = teachingLanguage.safeParse(asked).data;
    if (language === undefined) return null;
    const kept = await this.#deps.store.read(recording.id, language);
    if (kept !== null) return kept.file;
    const cues = (await this.#typedIn(recording)).get(language);
    return cues === undefined ? null : writeVtt(cues);
  }

  /** As files of what a point without a line takes along. */
  async filesOf(recording: Captioned): Promise<RecordingPackage['files']> {
    const files: RecordingPackage['files'] = [];
    for (const { language, path } of await this.tracksOf(recording)) {
      const file = Buffer.from((await this.fileOf(recording, language)) ?? '');
      files.push({ path, bytes: file.length, sha256: createHash('sha256').update(file).digest('hex') });
    }
    return files;
  }

  async #listed(actor: Actor, seen: Seen): Listed {
    const { id } = seen.recording;
    const mayChange = this.#allowed(actor, 'recording.writeCaption', seen).ok;
    return ok({ recordingId: id, captions: await this.#captionsOf(seen.recording), mayChange });
  }

  async #captionsOf(recording: Captioned): Promise<RecordingCaption[]> {
    if (recording.removedAtMs !== null) return [];
    const kept = new Map(
      (await this.#deps.store.ofRecording(recording.id)).map((track) => [track.language, track]),
    );
    const typed = await this.#typedIn(recording);
    return teachingLanguages.flatMap((language): RecordingCaption[] => {
      const own = kept.get(language);
      if (own !== undefined) {
        const { cueCount, changedAtMs } = own;
        return [{ language, origin: 'kept', cueCount, changedAtMs }];
      }
      const cues = typed.get(language);
      return cues === undefined
        ? []
        : [{ language, origin: 'typed', cueCount: cues.length, changedAtMs: null }];
    });
  }

  async #typedIn({
    sessionId,
    startedAtMs,
    endedAtMs,
  }: Captioned): Promise<ReadonlyMap<TeachingLanguage, readonly Cue[]>> {
    const durationMs = (endedAtMs ?? this.#deps.clock.nowMs()) - startedAtMs;
    return typedCues(await this.#deps.sessions.shownOf(sessionId), { startedAtMs, durationMs });
  }

  async #mayChange(actor: Actor, action: Action, id: RecordingId): Promise<Result<Seen>> {
    const seen = await this.#deps.see(actor, id);
    if (!seen.ok) return seen;
    const allowed = this.#allowed(actor, action, seen.value);
    if (!allowed.ok) return allowed;
    const { removedAtMs, endedAtMs } = seen.value.recording;
    if (removedAtMs !== null) return fail('NOT_FOUND');
    return endedAtMs === null ? fail('INVALID_STATE') : seen;
  }

  /** What rights there are does not depend on what happens in the lesson. */
  #allowed(actor: Actor, action: Action, { access, recording }: Seen): Result<void> {
    return this.#deps.gate.allow(actor, action, { access, state: emptySession(recording.sessionId) });
  }
}
