import type { EChartsOption } from 'echarts';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import type { IndicatorKey } from '../../../../shared/coverage/indicator.ts';
import { indicators } from '../../../../shared/coverage/indicators.ts';
import type { MapGround } from '../../../../shared/coverage/map.ts';
import { useText } from '../../text.ts';
import { drawnValue, fullness, type RankedPart } from '../report.model.ts';
import { placeAddress, usePlace } from '../useReport.ts';
import { valueText } from '../Value.tsx';
import { Chart } from './Chart.tsx';
import { useInk } from './ink.ts';
import { nameOnMap } from './map.model.ts';

type MapProps = { readonly map: MapGround; readonly rows: readonly RankedPart[]; readonly by: IndicatorKey };

/** The parts below on the operator's map, each with its value written on it. */
export function MapView({ map, rows, by }: MapProps) {
  const t = useText();
  const ink = useInk();
  const navigate = useNavigate();
  const { search, place } = usePlace();
  const ground = useMemo(() => ({ name: 'parts-below', geoJson: map }), [map]);
  const onMap = useMemo(() => rows.map((row) => ({ ...row, name: nameOnMap(map, row.part) })), [map, rows]);
  const option = useMemo((): EChartsOption => {
    const { unit } = indicators[by];
    const full = fullness(rows, unit);
    return {
      visualMap: { show: false, min: 0, max: 1, inRange: { color: [ink.raised, ink.jadeSoft] } },
      series: [
        {
          type: 'map',
          map: ground.name,
          itemStyle: { borderColor: ink.inkSoft, areaColor: ink.raised },
          emphasis: { label: { color: ink.ink }, itemStyle: { areaColor: ink.jadeSoft, borderWidth: 2 } },
          select: { disabled: true },
          data: onMap.flatMap(({ name, fraction }) => {
            if (name === null) return [];
            const words = `${name}\n${valueText(fraction, by, t)}`;
            const drawn = drawnValue(fraction, unit);
            return [
              {
                name,
                value: drawn === null || fraction === null ? Number.NaN : full(fraction),
                label: { show: true, color: ink.ink, fontSize: 13, formatter: words },
              },
            ];
          }),
        },
      ],
    };
  }, [rows, onMap, by, ground, ink, t]);
  const outside = onMap.flatMap(({ name, part }) => (name === null ? [part.name] : []));
  return (
    <>
      <Chart
        option={option}
        label={t('report.mapOf')}
        heightPx={560}
        ground={ground}
        onPick={(picked) => {
          const found = onMap.find(({ name }) => name === picked);
          if (found) void navigate(placeAddress(search, { ...place, scope: found.part.scope }));
        }}
      />
      {outside.length > 0 && (
        <p className="quiet">{t('report.mapOutside', { names: outside.join(t('app.listComma')) })}</p>
      )}
    </>
  );
}
