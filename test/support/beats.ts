/** When flashes and tones were there, epoch ms, each in order. */
export type Beats = { readonly flashAtMs: readonly number[]; readonly toneAtMs: readonly number[] };

/** What one beat's picture and sound took from one end to the other, ms. */
export type BeatDelay = { readonly pictureMs: number; readonly soundMs: number };

/**
 * Of every beat that both ends noted, how long its picture and its sound took. A fake camera and a fake microphone do not begin together,
 * so each way is measured by itself.
 * @param periodMs between two beats; more than half of it nothing takes
 */
export function delaysOfBeats(sent: Beats, received: Beats, periodMs: number): BeatDelay[] {
  const sounds = ways(sent.toneAtMs, received.toneAtMs, periodMs);
  return ways(sent.flashAtMs, received.flashAtMs, periodMs).flatMap(({ fromMs, tookMs }) => {
    const nearest = sounds.find((sound) => Math.abs(sound.fromMs - fromMs) <= periodMs / 2);
    return nearest === undefined ? [] : [{ pictureMs: tookMs, soundMs: nearest.tookMs }];
  });
}

function ways(
  fromAtMs: readonly number[],
  toAtMs: readonly number[],
  periodMs: number,
): { readonly fromMs: number; readonly tookMs: number }[] {
  return fromAtMs.flatMap((fromMs) => {
    const toMs = toAtMs.find((each) => each > fromMs && each - fromMs < periodMs / 2);
    return toMs === undefined ? [] : [{ fromMs, tookMs: toMs - fromMs }];
  });
}
