import type { ConsumerId, StreamId } from '../../shared/kernel/ids.ts';
import type { LadderNow, LadderReason, LadderStep } from '../../shared/ladder.ts';

/** The line must be too narrow for so long before a room is given less, and calm for so long before it is given more. */
export const DOWN_MS = 2_500;
export const UP_MS = 12_000;
/** A line that lost two steps or more is believed sooner: what still flows is far more than it carries, and all of it waits. */
export const DEEP_DOWN_MS = 2_000;
const DEEP_STEPS = 2;
/** A look may come a little early: what has lasted for so long but for this counts as that long, or one more look goes by. */
const EARLY_MS = 50;
/** A wider line has to last a moment, since probing overshoots. */
const WIDER_MS = 2_000;
/** An estimate falls below the line's rate at first, and falls in steps where the line does: the best of this last while is nearest to it. */
const LATELY_MS = 1_500;
/** A picture that begins comes whole, which looks like a narrow line for some seconds. */
export const SETTLE_MS = 8_000;
/** Kept for the voice: it takes no part in how the engine shares a line among pictures. 32 kbit/s of Opus in its packets, and some to spare. */
export const VOICE_RESERVE_BPS = 64_000;
/**
 * What the line must be thought to carry beside the voice. Lower than the line's own rate (4, 1.5, 0.7 and 0.3 Mbit/s): an estimate stays
 * below what it measures, and above 3 Mbit/s it ends with what there is to send.
 */
const NEEDED_BPS = { 5: 2_500_000, 4: 1_150_000, 3: 540_000, 2: 240_000, 1: 0 } as const;
/**
 * A step is kept until the line carries clearly less than it needs. On any hiccup the engine takes back its estimate to 0.85 of what flows,
 * which is a little less than a step may need: that alone is no narrow line.
 */
const KEPT_RATIO = 0.8;
/** From here on packets that are lost, not the line's width, explain what a room gets. */
const LOSSY_RATIO = 0.05;
/** Data saving 省流 keeps a room here or below. */
const SAVING_STEP = 3;
/** How long something else flows before it is said: switching a layer takes a moment; a sender's first climb some more. */
const SAY_MS = 900;
const SAY_SENDER_MS = 12_000;

/** What may be climbed to; step 0 is no choice. */
export type Rung = Exclude<LadderStep, 0>;
const rungs: readonly Rung[] = [5, 4, 3, 2, 1];

/** One picture on its way to a room, as the engine has it: what is wished of it, and what flows. */
export type Picture = {
  readonly consumerId: ConsumerId;
  readonly streamId: StreamId;
  readonly of: 'teacher' | 'content' | 'room';
  readonly wish: { readonly paused: boolean; readonly maxLayer: number | null };
  readonly paused: boolean;
  readonly layerCount: number;
  readonly currentLayer: number | null;
  /** What is sent of each layer, bit/s, lowest first; null while nobody asked. */
  readonly sentBps: readonly number[] | null;
};

/** What a picture is kept to. */
type Ceiling = { readonly paused: boolean; readonly maxLayer?: number };

/** One look at a room's line. */
export type Look = {
  readonly atMs: number;
  readonly connected: boolean;
  readonly estimateBps: number | null;
  /** As the receiver reported last; null when it has not for a while. */
  readonly lossRatio: number | null;
  readonly saving: boolean;
  /** This end cannot decode any picture. */
  readonly voiceOnly: boolean;
  readonly pictures: readonly Picture[];
};

type Estimate = { readonly atMs: number; readonly bps: number };

export type Ladder = {
  /** The most that the line is given. */
  readonly rung: Rung;
  /** The last change, or the last moment at which the line was too narrow. */
  readonly troubledAtMs: number;
  /** The last change upwards with which a picture, or more of one, began; null before the first. */
  readonly climbedAtMs: number | null;
  readonly narrow: { readonly sinceMs: number; readonly lately: readonly Estimate[] } | null;
  readonly wideSinceMs: number | null;
  /** What was said last and what is about to be. */
  readonly said: LadderNow | null;
  readonly coming: { readonly now: LadderNow; readonly sinceMs: number } | null;
};

export const newLadder = (atMs: number): Ladder => ({
  rung: 5,
  troubledAtMs: atMs,
  climbedAtMs: null,
  narrow: null,
  wideSinceMs: null,
  said: null,
  coming: null,
});

const carried = (estimateBps: number): Rung =>
  rungs.find((rung) => estimateBps - VOICE_RESERVE_BPS >= NEEDED_BPS[rung]) ?? 1;

/**
 * The highest rung, no higher than now, that a line may keep: it carries what is really sent of the pictures there, or what a rung may need
 * when that is less. A calm picture is far below; what is taken for narrow there is an estimate that ended with what there was to send.
 */
function keeps(estimateBps: number, look: Look, now: Rung): Rung {
  const mayKeep = (rung: Rung) =>
    estimateBps - VOICE_RESERVE_BPS >= Math.min(NEEDED_BPS[rung], sentBps(look, rung)) * KEPT_RATIO;
  return rungs.find((rung) => rung <= now && mayKeep(rung)) ?? 1;
}

/** What is sent of the pictures that a rung lets through, bit/s; endless while that is not known. */
const sentBps = (look: Look, rung: Rung): number =>
  look.pictures.reduce((sum, each) => {
    const layer = mayLayer(each, look.saving ? Math.min(rung, SAVING_STEP) : rung);
    return layer < 0 ? sum : sum + (each.sentBps?.[layer] ?? Number.POSITIVE_INFINITY);
  }, 0);

/** Whether the estimate says that the line is too narrow for its rung, by what is known so far: time to ask what is sent. */
export const looksNarrow = ({ rung }: Ladder, look: Look): boolean =>
  look.connected && look.estimateBps !== null && keeps(look.estimateBps, look, rung) < rung;

/** The ladder after one more look: down at once as far as need be, up as far as the line carries. */
export function climb(ladder: Ladder, look: Look): Ladder {
  return say(step(ladder, look), look);
}

function step(ladder: Ladder, look: Look): Ladder {
  const { atMs, estimateBps, connected } = look;
  if (estimateBps === null || !connected) return { ...ladder, narrow: null, wideSinceMs: null };
  const settles = ladder.climbedAtMs !== null && atMs - ladder.climbedAtMs < SETTLE_MS;
  if (settles) return { ...ladder, narrow: null, wideSinceMs: null };
  if (keeps(estimateBps, look, ladder.rung) < ladder.rung) {
    const { sinceMs, lately: before } = ladder.narrow ?? { sinceMs: atMs, lately: [] };
    const lately = [...before.filter((each) => each.atMs >= atMs - LATELY_MS), { atMs, bps: estimateBps }];
    const narrow = { sinceMs, lately };
    const rung = keeps(Math.max(...lately.map(({ bps }) => bps)), look, ladder.rung);
    const waitMs = ladder.rung - rung >= DEEP_STEPS ? DEEP_DOWN_MS : DOWN_MS;
    return atMs - sinceMs < waitMs - EARLY_MS || rung >= ladder.rung
      ? { ...ladder, troubledAtMs: atMs, narrow, wideSinceMs: null }
      : { ...ladder, rung, troubledAtMs: atMs, narrow: null, wideSinceMs: null };
  }
  const rung = carried(estimateBps);
  const wideSinceMs = rung > ladder.rung ? (ladder.wideSinceMs ?? atMs) : null;
  const calm = atMs - ladder.troubledAtMs >= UP_MS;
  if (wideSinceMs === null || !calm || atMs - wideSinceMs < WIDER_MS)
    return { ...ladder, narrow: null, wideSinceMs };
  const climbed = { ...ladder, rung, troubledAtMs: atMs, narrow: null, wideSinceMs: null };
  return getsMore(ladder, climbed, look) ? { ...climbed, climbedAtMs: atMs } : climbed;
}

/** Whether any picture gets more of the line on a new rung. Where nothing begins there is nothing to wait for. */
const getsMore = (before: Ladder, after: Ladder, look: Look): boolean =>
  look.pictures.some((each) => mayLayer(each, allowed(after, look)) > mayLayer(each, allowed(before, look)));

/** The highest layer that a picture may have on a rung; -1 for none of it. */
function mayLayer({ of, wish, layerCount }: Picture, rung: number): number {
  const ceiling = ceilingAt(rung, of);
  if (wish.paused || ceiling?.paused === true) return -1;
  const top = layerCount - 1;
  return Math.min(top, wish.maxLayer ?? top, ceiling?.maxLayer ?? top);
}

const allowed = ({ rung }: Ladder, { saving }: Pick<Look, 'saving'>): number =>
  saving ? Math.min(rung, SAVING_STEP) : rung;

/** What each picture is kept to. Voice is never named, so that nothing here can silence it. */
export function ceilingsOf(
  ladder: Ladder,
  look: Pick<Look, 'saving' | 'pictures'>,
): (Ceiling & Pick<Picture, 'consumerId'>)[] {
  const rung = allowed(ladder, look);
  return look.pictures.flatMap(({ consumerId, of }) => {
    const ceiling = ceilingAt(rung, of);
    return ceiling === null ? [] : [{ consumerId, ...ceiling }];
  });
}

function ceilingAt(rung: number, of: Picture['of']): Ceiling | null {
  switch (of) {
    case 'content':
      if (rung < 2) return { paused: true };
      return rung < 4 ? { paused: false, maxLayer: 0 } : null;
    case 'teacher':
      if (rung < 3) return { paused: true };
      return rung < 5 ? { paused: false, maxLayer: rung - 3 } : null;
    case 'room':
      return rung < 5 ? { paused: true } : null;
  }
}

const flows = ({ paused, layerCount, currentLayer }: Picture): boolean =>
  !paused && (layerCount === 1 || currentLayer !== null);

/** The step that one picture's state amounts to. */
function stepOf(picture: Picture): LadderStep {
  if (picture.wish.paused) return 5;
  const top = picture.layerCount - 1;
  const wanted = Math.min(top, picture.wish.maxLayer ?? top);
  switch (picture.of) {
    case 'content':
      return flows(picture) ? 5 : 1;
    case 'teacher':
      if (!flows(picture)) return 2;
      if (picture.currentLayer === null || picture.currentLayer >= wanted) return 5;
      return picture.currentLayer === 0 ? 3 : 4;
    case 'room':
      return flows(picture) ? 5 : 4;
  }
}

/** What flows now and why not more. */
export function shownNow(ladder: Ladder, look: Look): LadderNow {
  if (!look.connected) return { step: 0, reason: 'line' };
  if (look.voiceOnly) return { step: 1, reason: 'device' };
  const lowest = Math.min(5, ...look.pictures.map(stepOf));
  const rung = allowed(ladder, look);
  // Without content among the streams the two lowest steps look alike; the ladder knows on which it stands.
  const flowing = asStep(rung === 1 && lowest < 3 ? 1 : lowest);
  if (flowing === 5) return { step: 5, reason: null };
  const reason = reasonOf(ladder, look, flowing);
  // A camera that is switched off flows nowhere, and that is nobody's line.
  if (reason === 'sender' && look.pictures.every((each) => stepOf(each) === 5 || !flows(each)))
    return { step: 5, reason: null };
  return { step: flowing, reason };
}

function reasonOf(ladder: Ladder, look: Look, flowing: LadderStep): LadderReason {
  if (look.saving && flowing >= SAVING_STEP && ladder.rung >= SAVING_STEP) return 'saving';
  const enough = look.estimateBps === null || carried(look.estimateBps) === 5;
  if (ladder.rung === 5 && enough) return 'sender';
  return (look.lossRatio ?? 0) >= LOSSY_RATIO ? 'loss' : 'line';
}

const asStep = (value: number): LadderStep => {
  const found = ([0, 1, 2, 3, 4, 5] as const).find((each) => each === value);
  return found ?? 5;
};

/** Says what has flowed for a moment. What a room is told changes no faster than it can be read. */
export function say(ladder: Ladder, look: Look): Ladder {
  const now = shownNow(ladder, look);
  if (isSame(now, ladder.said)) return { ...ladder, coming: null };
  const coming =
    ladder.coming !== null && ladder.coming.now.step === now.step
      ? { now, sinceMs: ladder.coming.sinceMs }
      : { now, sinceMs: look.atMs };
  const waitMs = now.reason === 'sender' ? SAY_SENDER_MS : now.step === ladder.rung ? 0 : SAY_MS;
  return look.atMs - coming.sinceMs < waitMs ? { ...ladder, coming } : { ...ladder, said: now, coming: null };
}

export const isSame = (one: LadderNow | null, other: LadderNow | null): boolean =>
  one?.step === other?.step && one?.reason === other?.reason;
