import './open-alarms.css';
import { Link } from 'react-router';
import { useAnswer } from '../api/queries.ts';
import { useText } from '../text.ts';

/** On the page of the day, for those who supervise: that there are alarms, and the way to them. Nothing while there are none. */
export function OpenAlarms() {
  const t = useText();
  const alarms = useAnswer('supervision.alarms', {}, { everyMs: 30_000 });
  const count = alarms.data?.openCount ?? 0;
  if (count === 0) return null;
  return (
    <p className="open-alarms" role="status">
      <i aria-hidden="true" />
      <strong>{t('supervision.openAlarms', { count })}</strong>
      <Link to="/supervision">{t('supervision.toWall')}</Link>
    </p>
  );
}
