const two = (value: number) => String(value).padStart(2, '0');

/** `HH:MM` of a minute of the school's day. */
export const minuteText = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** `M:SS`, or `H:MM:SS` from an hour on; below zero counts as zero. */
export function durationText(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** `MM:SS` of a time that somebody waits or speaks; it keeps its width. */
export function waitText(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

/** Whole minutes, rounded down: nobody is credited a minute that was not there. */
export const wholeMinutes = (durationMs: number): number => Math.max(0, Math.floor(durationMs / 60_000));

/** Minute of the day that a typed `HH:MM` names; null when it names none. */
export function readMinute(text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (!match) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}
