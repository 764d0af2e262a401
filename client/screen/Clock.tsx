import { wallTime } from './time.rules.ts';

type Props = { readonly nowMs: number; readonly aheadMs: number };

export function Clock({ nowMs, aheadMs }: Props) {
  return <time className="clock">{wallTime(nowMs, aheadMs)}</time>;
}
