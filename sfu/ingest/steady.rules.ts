/** Nothing that is filmed pauses for so long; a clock that was set does. */
const JUMP_S = 5;
/** What follows a jump comes as long after what came before it as pictures usually do. */
const STEP_S = 0.04;
const WRAP = 2 ** 32;

/**
 * Timestamps of one RTP stream as if its clock had never been set: converters throw away what lies before what they have had, and fill an hour
 * with copies of one picture. @returns what each timestamp becomes
 */
export function steadyClock(clockRate: number): (timestamp: number) => number {
  let last: number | null = null;
  let shift = 0;
  return (timestamp) => {
    if (last !== null && Math.abs(distance(last, timestamp)) > JUMP_S * clockRate)
      shift += distance(timestamp, last) + Math.round(STEP_S * clockRate);
    last = timestamp;
    return (((timestamp + shift) % WRAP) + WRAP) % WRAP;
  };
}

/** From one to the other the shorter way round. */
const distance = (from: number, to: number): number => {
  const ahead = (((to - from) % WRAP) + WRAP) % WRAP;
  return ahead < WRAP / 2 ? ahead : ahead - WRAP;
};
