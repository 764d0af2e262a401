/** How often the line is listened to. */
export const LISTEN_MS = 500;
/** After this much silence somebody asks, over the signalling line, whether the server is still there. */
const ASK_MS = 1200;
/** Silence with no answer to that question: the line is cut. With LISTEN_MS, and room for a busy machine, noticed within 3 s. */
const CUT_MS = 2250;
/** Silence although the server answers: the lecturer may just have nothing to send, but connectivity checks alone come every 2.5 s. */
const DEAF_MS = 6000;
/** A path that was never heard at all; candidates over TCP take their time on a bad line. */
const NEVER_MS = 8000;

/** What is heard on one transport. WebRTC's own "failed" never comes after a cut, so nobody waits for it. */
export type Ear = { readonly heardCount: number; readonly sinceMs: number; readonly heardEver: boolean };

export const newEar = (nowMs: number): Ear => ({ heardCount: 0, sinceMs: nowMs, heardEver: false });

/** Only growth is a sign of life. Counters shrink when a candidate pair is dropped, which a dying line does, too. */
export function listen(ear: Ear, heardCount: number, nowMs: number): Ear {
  if (heardCount > ear.heardCount) return { heardCount, sinceMs: nowMs, heardEver: true };
  return heardCount === ear.heardCount ? ear : { ...ear, heardCount };
}

export type Verdict = 'connecting' | 'well' | 'doubtful' | 'lost';

/** @param serverAnswered whether the server answered a question asked since the silence began */
export function judge(ear: Ear, nowMs: number, serverAnswered: boolean): Verdict {
  const silentMs = nowMs - ear.sinceMs;
  if (!ear.heardEver) return silentMs > NEVER_MS ? 'lost' : 'connecting';
  if (silentMs >= (serverAnswered ? DEAF_MS : CUT_MS)) return 'lost';
  return silentMs >= ASK_MS ? 'doubtful' : 'well';
}

const order: readonly Verdict[] = ['well', 'doubtful', 'connecting', 'lost'];
/** The worst of several transports decides. Nothing to listen to is well. */
export const worst = (verdicts: readonly Verdict[]): Verdict =>
  order[Math.max(0, ...verdicts.map((verdict) => order.indexOf(verdict)))] ?? 'lost';
