/** What was not renewed for so long is over: a phone whose line was cut in mid-word leaves no microphone open. */
export const PHONE_HOLD_MS = 2_000;
/** A remote control's key that never comes up again; nobody speaks so long without a breath. */
const KEY_HOLD_MS = 60_000;

/** Until when who holds what. */
export type Holds = { readonly keyUntilMs: number; readonly phoneUntilMs: number };
export const nobody: Holds = { keyUntilMs: 0, phoneUntilMs: 0 };

export const keyHeld = (holds: Holds, on: boolean, nowMs: number): Holds => ({
  ...holds,
  keyUntilMs: on ? nowMs + KEY_HOLD_MS : 0,
});
export const phoneHeld = (holds: Holds, on: boolean, nowMs: number): Holds => ({
  ...holds,
  phoneUntilMs: on ? nowMs + PHONE_HOLD_MS : 0,
});
export const isHeld = ({ keyUntilMs, phoneUntilMs }: Holds, nowMs: number): boolean =>
  nowMs < Math.max(keyUntilMs, phoneUntilMs);

/** OK of a remote control, Enter or the space bar. */
export const isTalkKey = (key: string): boolean => key === 'Enter' || key === ' ';
