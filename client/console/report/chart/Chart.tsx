import './chart.css';
import type { EChartsOption, EChartsType } from 'echarts';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useCalm } from '../../calm.ts';
import { useText } from '../../text.ts';
import { useInk } from './ink.ts';

type ChartProps = {
  readonly option: EChartsOption;
  /** What the picture shows, for who hears it; the same stands in a table beside it. */
  readonly label: string;
  readonly heightPx: number;
  /** A map's ground, by the name that the option gives it. */
  readonly ground?: { readonly name: string; readonly geoJson: object };
  /** The name of what was clicked. */
  readonly onPick?: (name: string) => void;
};

/** A picture drawn once its library has come; it fits its place and the shade of the page. */
export function Chart({ option, label, heightPx, ground, onPick }: ChartProps) {
  const t = useText();
  const ink = useInk();
  const isCalm = useCalm();
  const holder = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const [failed, setFailed] = useState(false);
  const pick = useEffectEvent((name: string) => onPick?.(name));
  useEffect(() => {
    const place = holder.current;
    if (place === null) return;
    let made: EChartsType | null = null;
    let gone = false;
    const fit = new ResizeObserver(() => made?.resize());
    import('./echarts.ts').then(
      ({ init, registerMap }) => {
        if (gone) return;
        if (ground !== undefined) registerMap(ground.name, JSON.stringify(ground.geoJson));
        made = init(place, null, { renderer: 'svg' });
        made.on('click', ({ name }) => pick(name));
        fit.observe(place);
        setChart(made);
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      fit.disconnect();
      made?.dispose();
      setChart(null);
    };
  }, [ground]);
  useEffect(() => {
    chart?.setOption(
      {
        animation: !isCalm,
        animationDuration: 200,
        textStyle: { fontFamily: ink.font, fontSize: 14, color: ink.ink },
        ...option,
      },
      { notMerge: true },
    );
  }, [chart, option, ink, isCalm]);
  if (failed) return <p role="alert">{t('report.chartFailed')}</p>;
  return <div ref={holder} role="img" aria-label={label} className="chart" style={{ blockSize: heightPx }} />;
}
