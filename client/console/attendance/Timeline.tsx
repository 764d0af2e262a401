import './attendance.css';
import type { SessionAttendance, Stay } from '../../../shared/attendance.ts';
import { timeText } from '../shell/format.ts';
import { useText } from '../text.ts';
import { type Stretch, stretchesOf } from './attendance.model.ts';

type TimelineProps = { readonly stays: readonly Stay[]; readonly facts: SessionAttendance };

/** Somebody's lesson as one bar: full where connected, hatched where the line was cut, empty where nobody was. Read aloud as a sentence. */
export function Timeline({ stays, facts }: TimelineProps) {
  const t = useText();
  if (facts.startedAtMs === null) return <span className="quiet">—</span>;
  const axis = { fromMs: facts.startedAtMs, toMs: facts.endedAtMs ?? facts.startedAtMs + facts.lessonMs };
  const stretches = stretchesOf(stays, axis);
  const words = stretches.map((stretch) =>
    t(`stretch.${stretch.kind}`, { from: timeText(stretch.fromMs), to: timeText(stretch.toMs) }),
  );
  return (
    <div>
      <div className="timeline" role="img" aria-label={words.join(t('app.listComma'))}>
        {stretches.map((stretch) => (
          <Bar
            key={stretch.fromMs}
            stretch={stretch}
            title={t(`stretch.${stretch.kind}`, timesOf(stretch))}
          />
        ))}
      </div>
      <div className="timeline-ends quiet" aria-hidden="true">
        <span>{timeText(axis.fromMs)}</span>
        <span>{timeText(axis.toMs)}</span>
      </div>
    </div>
  );
}

const timesOf = ({ fromMs, toMs }: Stretch) => ({
  from: timeText(fromMs, { seconds: true }),
  to: timeText(toMs, { seconds: true }),
});

function Bar({ stretch, title }: { readonly stretch: Stretch; readonly title: string }) {
  return (
    <span
      className={`stretch stretch-${stretch.kind}`}
      style={{ left: `${stretch.startRatio * 100}%`, width: `${stretch.lengthRatio * 100}%` }}
      title={title}
    />
  );
}
