import { Link } from 'react-router';
import type { ReportPage } from '../../../shared/coverage/report.ts';
import { useText } from '../text.ts';
import { placeAddress, usePlace } from './useReport.ts';

type TrailProps = { readonly report: Pick<ReportPage, 'above' | 'name' | 'tops' | 'scope'> };

export const hasTrail = ({ above, tops }: TrailProps['report']): boolean =>
  above.length > 0 || tops.length > 1;

/** Province, city, county, township, school: each a way back up. At the top the asker's other tops. */
export function Trail({ report }: TrailProps) {
  const t = useText();
  const { search, place } = usePlace();
  const to = (scope: ReportPage['scope']) => placeAddress(search, { ...place, scope });
  const others =
    report.above.length > 0 ? [] : report.tops.filter(({ scope }) => scope.id !== report.scope.id);
  return (
    <nav aria-label={t('report.trail')} className="report-trail">
      <ol>
        {report.above.map(({ scope, name }) => (
          <li key={scope.id}>
            <Link to={to(scope)}>{name}</Link>
          </li>
        ))}
        <li aria-current="location">{report.name}</li>
      </ol>
      {others.length > 0 && (
        <p>
          {t('report.tops')}{' '}
          {others.map(({ scope, name }) => (
            <Link key={scope.id} to={to(scope)}>
              {name}
            </Link>
          ))}
        </p>
      )}
    </nav>
  );
}
