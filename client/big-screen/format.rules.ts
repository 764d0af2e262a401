import type { Locale } from '../../shared/text/text.ts';

export type Share = { readonly numerator: number; readonly denominator: number };

/** `83.4`, without its sign; null where nothing was due. Never 100 while something is lacking, and never 0 while something is there. */
export function percentOf({ numerator, denominator }: Share): string | null {
  if (denominator === 0) return null;
  const tenths = Math.round((numerator / denominator) * 1000);
  const shown = numerator < denominator ? Math.min(999, tenths) : tenths;
  const whole = numerator > 0 ? Math.max(1, shown) : shown;
  return whole % 10 === 0 ? String(whole / 10) : (whole / 10).toFixed(1);
}

/** At most one place behind the point, thousands apart. */
export const amountOf = (value: number, locale: Locale): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);

/** What a unit is called beside an amount: “1 lesson”, “0 lessons”. */
export const unitKeyOf = <Unit extends string>(
  unit: Unit,
  value: number,
  locale: Locale,
): `bigScreen.${'one' | 'unit'}.${Unit}` =>
  `bigScreen.${new Intl.PluralRules(locale).select(value) === 'one' ? 'one' : 'unit'}.${unit}`;

export const timeOf = (instantMs: number, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(instantMs);

export const dateOf = (instantMs: number, zone: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { timeZone: zone, month: 'long', day: 'numeric', weekday: 'long' }).format(
    instantMs,
  );
