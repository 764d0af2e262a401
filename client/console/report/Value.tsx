import './figures.css';
import './report.css';
import type { IndicatorKey } from '../../../shared/coverage/indicator.ts';
import { indicators } from '../../../shared/coverage/indicators.ts';
import { type ConsoleText, useText } from '../text.ts';
import { countText, drawnValue, type Fraction, percentOf } from './report.model.ts';

/** A figure's value in words: per cent, or its mean with its unit. */
export function valueText(fraction: Fraction | null, key: IndicatorKey, t: ConsoleText): string {
  if (fraction === null) return '—';
  const { unit } = indicators[key];
  switch (unit) {
    case 'share':
      return `${percentOf(fraction)} %`;
    case 'points':
    case 'minutes':
      return t(`report.unit.${unit}`, { value: countText(drawnValue(fraction, unit) ?? 0) });
  }
}

export const fractionText = (fraction: Fraction | null): string =>
  fraction === null ? '' : `${countText(fraction.numerator)} ÷ ${countText(fraction.denominator)}`;

/** The value, with what it was divided from small below it. */
export function Value({
  fraction,
  name,
}: {
  readonly fraction: Fraction | null;
  readonly name: IndicatorKey;
}) {
  const t = useText();
  if (fraction === null) return <span className="quiet">—</span>;
  return (
    <>
      {valueText(fraction, name, t)}
      <div className="quiet report-small">{fractionText(fraction)}</div>
    </>
  );
}

/** How much of the whole, as a bar; its figures stand beside it. */
export function Bar({ ratio, marked = false }: { readonly ratio: number; readonly marked?: boolean }) {
  return (
    <span className={marked ? 'share-bar share-bar-marked' : 'share-bar'} aria-hidden="true">
      <span style={{ inlineSize: `${Math.max(0, Math.min(1, ratio)) * 100}%` }} />
    </span>
  );
}
