import type { PersonId, SessionId } from '../../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../../shared/kernel/result.ts';
import {
  SAFETY_PART_BYTES,
  type SafetyTake,
  safetyPartPath,
  safetyTake,
} from '../../../shared/recording-safety.ts';
import type { Caller } from '../call-row.ts';
import { type PartsDeps, sendInParts, sendPart } from '../parts.ts';
import { lessonsOf, sortedOut } from './safety.rules.ts';
import type { KeptTake, SafetyKeep } from './safety.types.ts';
import { hashOf } from './safety-keep.ts';

export type SendingDeps = PartsDeps & {
  readonly call: Caller<'safety.missing' | 'safety.announce'>;
  readonly keep: SafetyKeep;
};

/** How far sending in is; `leftCount` of takes that a recording wants, `heldCount` of all of this person's that are still here. */
export type Sending = { readonly doneCount: number; readonly leftCount: number; readonly heldCount: number };

const LOOK_MS = 1_000;
const LOOKS_MAX = 120;

/**
 * Sends in what recordings of this person's lessons have not, and forgets what they have. What cannot be sent now stays for the next time.
 * Doing it again changes nothing.
 */
export async function sendKept(
  deps: SendingDeps,
  personId: PersonId,
  onProgress: (sending: Sending) => void,
): Promise<Sending> {
  const own = (await deps.keep.takes()).filter((each) => each.personId === personId);
  const wanted: KeptTake[] = [];
  let dropped = 0;
  for (const sessionId of lessonsOf(own)) {
    const sorted = await wantedIn(deps, sessionId, own);
    for (const { takeId } of sorted.done) await deps.keep.drop(takeId);
    dropped += sorted.done.length;
    wanted.push(...sorted.wanted);
  }
  let [doneCount, leftCount, heldCount] = [0, wanted.length, own.length - dropped];
  if (leftCount > 0) onProgress({ doneCount, leftCount, heldCount });
  for (const take of wanted) {
    const sent = await sendOne(deps, take);
    if (sent.ok && isOver(sent.value)) {
      await deps.keep.drop(take.takeId);
      doneCount += 1;
      leftCount -= 1;
      heldCount -= 1;
      onProgress({ doneCount, leftCount, heldCount });
    }
  }
  return { doneCount, leftCount, heldCount };
}

async function wantedIn({ call }: SendingDeps, sessionId: SessionId, takes: readonly KeptTake[]) {
  const asked = await call('safety.missing', { sessionId });
  const ofIt = takes.filter((each) => each.sessionId === sessionId);
  return asked.ok ? sortedOut(ofIt, asked.value.recordings) : { done: [], wanted: [] };
}

/** Nothing can be played in it: it would be sent again for ever. */
const isOver = ({ now }: SafetyTake): boolean =>
  now.state === 'joined' || (now.state === 'failed' && now.reason === 'broken');

async function sendOne(deps: SendingDeps, take: KeptTake): Promise<Result<SafetyTake>> {
  const bytes = await deps.keep.bytesOf(take.takeId);
  if (bytes.size === 0) {
    await deps.keep.drop(take.takeId);
    return fail('NOT_FOUND');
  }
  const { sessionId, source, startedAtMs } = take;
  const sha256 = await hashOf(await bytes.arrayBuffer());
  const announced = await deps.call('safety.announce', {
    ...{ sessionId, source, startedAtMs, sha256 },
    bytes: bytes.size,
  });
  if (!announced.ok) return announced;
  const { takeId } = announced.value;
  const sent = await sendInParts(
    announced.value,
    {
      bytes,
      partBytes: SAFETY_PART_BYTES,
      pathOf: (at) => safetyPartPath(takeId, at),
      card: safetyTake,
      doneBytesOf: ({ now }) => (now.state === 'uploading' ? now.doneBytes : null),
    },
    deps,
  );
  if (!sent.ok) return sent;
  let card = sent.value;
  for (let looks = 0; card.now.state === 'joining' && looks < LOOKS_MAX; looks++) {
    await deps.pause(LOOK_MS);
    const first = { body: bytes.slice(0, 1), card: safetyTake };
    const again = await sendPart(deps.fetch, safetyPartPath(takeId, 0), first);
    if (!again.ok) return again;
    card = again.value;
  }
  return ok(card);
}
