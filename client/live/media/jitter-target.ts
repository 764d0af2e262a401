/** Everything received since a path was opened: packets that came, and those that did not come when they were due. */
export type LineCount = { readonly packetsCount: number; readonly missedCount: number };

/** One look at the line. `roundTripMs` is null before the first answer. */
export type LineLook = LineCount & { readonly atMs: number; readonly roundTripMs: number | null };

/** How long receivers hold back what came (jitter target), in ms: voices, and pictures, which go no faster there than voices can follow. */
export type Targets = { readonly targetMs: number; readonly pictureMs: number };

/** What was seen of a line lately, and how long what comes is held back. */
export type HeldLine = Targets & {
  readonly looks: readonly LineLook[];
  /** When the first packet had come; null before. */
  readonly beganAtMs: number | null;
};

export const freshLine: HeldLine = { looks: [], targetMs: 0, pictureMs: 0, beganAtMs: null };

/** By what a line is judged, and how soon one that became bad is found. */
const WINDOW_MS = 10_000;
const SUDDEN_MS = 2_000;
/** Fewer than these are chance, not a line. */
const LEAST_SUDDEN = 5;
const LEAST_PACKETS = 50;

/** From this share of missing packets on each packet gets one more chance, or two. */
const ONE_MORE_RATIO = 0.01;
const TWO_MORE_RATIO = 0.03;
/** What is lost costs no freeze while it can be sent again faster than a viewer notices: below this round trip, on a line that loses little. */
const QUICK_MS = 80;
/** With a slower answer each loss is seen, but for so few there is no reason to hold back everything. */
const RARE_RATIO = 0.002;

/** Beside the round trip a packet that is sent again needs to be missed and asked for. */
const ASKING_MS = 100;
const SHORTEST_MS = 200;
const LONGEST_MS = 1_000;
const FALL_MS_PER_S = 100;
/**
 * A voice is stretched and shortened by about 50 ms a second, a picture goes to its target at once: it takes its time, or lips and voice
 * part by what is between.
 */
const PICTURE_MS_PER_S = 50;
/** A screen that has just been switched on has shown nobody's lips yet, and without its target its picture stands still. */
const FIRST_MS = 10_000;
/** A target is left when the line would be good enough for a lower one with this much more loss: else one at a limit would swing. */
const FIRMNESS = 1.5;

/** How long a line of this loss and round trip needs for what is lost to be sent again in time, in ms. */
export function neededMs(missedRatio: number, roundTripMs: number): number {
  const least = roundTripMs < QUICK_MS ? ONE_MORE_RATIO : RARE_RATIO;
  if (missedRatio < least) return 0;
  const chances = missedRatio < TWO_MORE_RATIO ? 1 : 2;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, chances * (roundTripMs + ASKING_MS)));
}

/**
 * The target after one more look. It rises at once to what the last two or ten seconds need, and falls slowly, so that sound is stretched
 * but never cut. Who is on stage talks with others and holds back nothing, whatever the line.
 */
export function nextLine(line: HeldLine, look: LineLook, onStage: boolean): HeldLine {
  const { looks, targetMs } = judged(line, look, onStage);
  const beganAtMs = line.beganAtMs ?? (look.packetsCount > 0 ? look.atMs : null);
  const isFirst = beganAtMs === null || look.atMs - beganAtMs < FIRST_MS;
  const elapsedMs = Math.max(0, look.atMs - (line.looks.at(-1)?.atMs ?? look.atMs));
  const stepMs = (elapsedMs * PICTURE_MS_PER_S) / 1000;
  const near = Math.min(line.pictureMs + stepMs, Math.max(line.pictureMs - stepMs, targetMs));
  return { looks, targetMs, pictureMs: isFirst ? targetMs : Math.round(near), beganAtMs };
}

type Judged = Pick<HeldLine, 'looks' | 'targetMs'>;

function judged(line: HeldLine, look: LineLook, onStage: boolean): Judged {
  const before = line.looks.at(-1);
  // Counters of a new path begin anew.
  const isAnew = before !== undefined && look.packetsCount < before.packetsCount;
  const kept = isAnew ? [] : line.looks.filter(({ atMs }) => atMs >= look.atMs - WINDOW_MS);
  const looks = [...kept, look];
  if (onStage) return { looks, targetMs: 0 };
  const elapsedMs = before === undefined ? 0 : Math.max(0, look.atMs - before.atMs);
  const roundTripMs = usualRoundTripMs(looks);
  const lately = needed(looks, roundTripMs);
  // Of a path that has only just begun nothing is known yet.
  if (lately === null) return { looks, targetMs: line.targetMs };
  const sudden = needed(lastOf(looks, SUDDEN_MS), roundTripMs, { least: LEAST_SUDDEN });
  const risen = Math.max(lately, sudden ?? 0);
  if (risen >= line.targetMs) return { looks, targetMs: Math.round(risen) };
  const floor = Math.max(
    risen,
    Math.min(line.targetMs, needed(looks, roundTripMs, { firmness: FIRMNESS }) ?? 0),
  );
  const lowestMs = line.targetMs - (elapsedMs * FALL_MS_PER_S) / 1000;
  return { looks, targetMs: Math.round(Math.max(floor, lowestMs)) };
}

const lastOf = (looks: readonly LineLook[], spanMs: number): readonly LineLook[] => {
  const untilMs = looks.at(-1)?.atMs ?? 0;
  return looks.filter(({ atMs }) => atMs >= untilMs - spanMs);
};

/**
 * The median, since one late answer is a busy machine's and not the line's: a target that follows it is left by the voice within a second
 * and by pictures, which move by 100 ms a second, much later, and lips part.
 */
function usualRoundTripMs(looks: readonly LineLook[]): number {
  const known = looks.flatMap(({ roundTripMs }) => (roundTripMs === null ? [] : [roundTripMs]));
  return known.sort((a, b) => a - b)[Math.floor((known.length - 1) / 2)] ?? 0;
}

/** Null when too little came to judge by. */
function needed(
  looks: readonly LineLook[],
  roundTripMs: number,
  { firmness = 1, least = 0 }: { readonly firmness?: number; readonly least?: number } = {},
): number | null {
  const [first] = looks;
  const last = looks.at(-1);
  if (first === undefined || last === undefined) return null;
  const missedCount = Math.max(0, last.missedCount - first.missedCount);
  const packetsCount = last.packetsCount - first.packetsCount + missedCount;
  if (packetsCount < LEAST_PACKETS) return null;
  if (missedCount < least) return 0;
  return neededMs((missedCount * firmness) / packetsCount, roundTripMs);
}
