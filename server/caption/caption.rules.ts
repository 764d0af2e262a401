import { cleanWords } from '../../shared/caption/caption-file.ts';
import { type CaptionChoice, choiceText } from '../../shared/caption/choice.ts';
import { type Cue, shownMs } from '../../shared/caption/cue.ts';
import type { TeachingLanguage } from '../../shared/caption/language.ts';
import type { RoomId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import type { CaptionOrigin } from '../../shared/session/session.caption.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { DatedFact, Decision, SaltedText } from '../session/session.types.ts';

type Said = {
  readonly language: TeachingLanguage;
  readonly origin: CaptionOrigin;
  readonly typingMs: number;
  readonly text: SaltedText;
  readonly hash: string;
};

/** Also before the start, so that whoever types can try whether it is seen. */
export function sayCaption({ phase }: SessionState, said: Said, nowMs: number): Decision<DatedFact> {
  if (phase.state !== 'waiting' && phase.state !== 'live') return fail('LESSON_NOT_LIVE');
  const { language, origin, typingMs, text, hash } = said;
  const body = { language, origin, typingMs, textId: text.id, textHash: hash };
  return ok([{ type: 'caption.said', body, occurredAtMs: nowMs, text }]);
}

/** What the screen of a room shows: the room's own business, before the start as well. */
export function chooseCaptions(
  state: SessionState,
  { roomId, ...choice }: CaptionChoice & { readonly roomId: RoomId },
  nowMs: number,
): Decision<DatedFact> {
  const { phase, plan, captionChoices } = state;
  if (phase.state !== 'waiting' && phase.state !== 'live') return fail('LESSON_NOT_LIVE');
  if (plan?.rooms.every((each) => each.roomId !== roomId) !== false) return fail('NOT_FOUND');
  const before = captionChoices[roomId];
  if (before !== undefined && choiceText(before) === choiceText(choice)) return ok([]);
  const body = { roomId, on: choice.on, languages: [...choice.languages] };
  return ok([{ type: 'caption.chosen', body, occurredAtMs: nowMs }]);
}

/** When a recording began and how long it is, by the session's clock. */
export type RecordedTime = { readonly startedAtMs: number; readonly durationMs: number };

/**
 * What was typed while a recording ran, by its own clock and by language: from when its writing began until it was read or others came.
 * Words that were erased are in none.
 */
export function typedCues(
  events: readonly SessionEvent[],
  { startedAtMs, durationMs }: RecordedTime,
): ReadonlyMap<TeachingLanguage, readonly Cue[]> {
  const byLanguage = new Map<TeachingLanguage, { fromMs: number; saidMs: number; words: string }[]>();
  for (const event of events) {
    if (event.type !== 'caption.said' || event.words === undefined) continue;
    const saidMs = event.occurredAtMs - startedAtMs;
    const words = cleanWords(event.words);
    if (saidMs < 0 || saidMs >= durationMs || words === '') continue;
    const { language, typingMs } = event.body;
    const said = byLanguage.get(language) ?? [];
    // A line is never put before the one that was said before it.
    const fromMs = Math.max(0, saidMs - typingMs, (said.at(-1)?.fromMs ?? -1) + 1);
    said.push({ fromMs, saidMs, words });
    byLanguage.set(language, said);
  }
  return new Map([...byLanguage].map(([language, said]) => [language, untilRead(said, durationMs)]));
}

function untilRead(
  said: readonly { readonly fromMs: number; readonly saidMs: number; readonly words: string }[],
  durationMs: number,
): readonly Cue[] {
  return said.map(({ fromMs, saidMs, words }, at) => {
    const untilMs = Math.min(saidMs + shownMs(words), said[at + 1]?.fromMs ?? durationMs, durationMs);
    return { fromMs, toMs: Math.max(fromMs + 1, untilMs), words };
  });
}
