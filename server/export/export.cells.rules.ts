import { localDate, wallClock, type Zone } from '../../shared/kernel/time.ts';
import type { Cell, CellKind, Column, Value } from './export.types.ts';

/** A cell with what it is. */
export type TypedCell = { readonly kind: CellKind; readonly value: Value };

export const typed = (cell: Cell | undefined, column: Column): TypedCell =>
  typeof cell === 'object' && cell !== null ? cell : { kind: column.kind, value: cell ?? null };

/** As people read it. */
export function cellText({ kind, value }: TypedCell, zone: Zone): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  switch (kind) {
    case 'share':
      return `${percent(value)}%`;
    case 'moment':
      return momentText(value, zone);
    case 'count':
    case 'number':
    case 'date':
    case 'text':
      return String(Math.round(value * 100) / 100);
  }
}

/** One decimal, rounded down: 99.96 % is not all. */
const percent = (ratio: number): number => Math.floor(ratio * 1_000 + 1e-9) / 10;

/** Lessons of a list begin at few moments, and a wall clock is slow to ask. */
const shown = new Map<string, ReturnType<typeof wallClock>>();
const SHOWN_MAX = 5_000;

function clockAt(atMs: number, zone: Zone): ReturnType<typeof wallClock> {
  const key = `${Math.floor(atMs / MINUTE_MS)} ${zone}`;
  const known = shown.get(key);
  if (known !== undefined) return known;
  if (shown.size >= SHOWN_MAX) shown.clear();
  const clock = wallClock(atMs, zone);
  shown.set(key, clock);
  return clock;
}

/** `YYYY-MM-DD HH:MM` of a clock on the office's wall. */
export function momentText(atMs: number, zone: Zone): string {
  const { date, minute } = clockAt(atMs, zone);
  return `${date} ${clockText(minute)}`;
}

const two = (value: number): string => String(value).padStart(2, '0');
const clockText = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** Where spreadsheets begin to count days. */
const DAY_ZERO_MS = Date.UTC(1899, 11, 30);

/** Days since spreadsheets began, with the time of day as a fraction; null for what is no day. */
export function serialOf({ kind, value }: TypedCell, zone: Zone): number | null {
  if (kind === 'moment' && typeof value === 'number') {
    const { date, minute } = clockAt(value, zone);
    return (Date.parse(date) - DAY_ZERO_MS) / DAY_MS + minute / 1_440;
  }
  const date = kind === 'date' ? localDate.safeParse(value) : null;
  return date?.success === true ? (Date.parse(date.data) - DAY_ZERO_MS) / DAY_MS : null;
}

/** ISO 8601 with the offset of the office's wall clock. */
export function isoText(atMs: number, zone: Zone): string {
  const { date, minute } = clockAt(atMs, zone);
  const within = Math.floor(atMs / 1_000) % 60;
  const shownMs = Date.parse(date) + minute * MINUTE_MS;
  const offset = Math.round((shownMs - Math.floor(atMs / MINUTE_MS) * MINUTE_MS) / MINUTE_MS);
  const sign = offset < 0 ? '-' : '+';
  return `${date}T${clockText(minute)}:${two((within + 60) % 60)}${sign}${clockText(Math.abs(offset))}`;
}

/** The same shape with `…At` in ISO 8601 where `…AtMs` was a number, however deep. */
export function withIsoTimes(value: unknown, zone: Zone): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => withIsoTimes(each, zone));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]): [string, unknown] =>
      name.endsWith('AtMs') && typeof each === 'number'
        ? [name.slice(0, -2), isoText(each, zone)]
        : [name, withIsoTimes(each, zone)],
    ),
  );
}

/** Characters as wide as a Latin one. */
export const widthOf = (text: string): number => {
  let width = 0;
  for (const sign of text) width += sign > '\u2e7f' ? 2 : 1;
  return width;
};
