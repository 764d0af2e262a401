import './access.css';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { AccessReport } from '../../../shared/wire/access.ts';
import { useAnswer } from '../api/queries.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Page } from '../shell/Page.tsx';
import { useText } from '../text.ts';
import { asksAgain, mustMove } from './access.model.ts';
import { Standing } from './Standing.tsx';
import { WayForm } from './WayForm.tsx';

/** How browsers come to trust this server. Right after the first administrator was made, and later under its tab. */
export function AccessPage() {
  const t = useText();
  const navigate = useNavigate();
  const isFirst = useLocation().search === '?first';
  // Once the way has changed this page's own address may no longer be answered: what came last is kept on show.
  const [chosen, setChosen] = useState<AccessReport | null>(null);
  const [every, setEvery] = useState(0);
  const read = useAnswer(
    'access.read',
    {},
    { enabled: chosen === null || asksAgain(chosen), everyMs: every },
  );
  const show = (report: AccessReport) => {
    setChosen(report);
    setEvery(asksAgain(report) ? 3_000 : 0);
  };
  return (
    <Page
      title={t('access.title')}
      lead={t('access.lead')}
      action={
        isFirst &&
        !(chosen !== null && mustMove(chosen, window.location.protocol)) && (
          <Button onClick={() => void navigate('/')}>
            {t((chosen ?? read.data)?.way == null ? 'access.later' : 'access.continue')}
          </Button>
        )
      }
    >
      <Loaded query={read}>
        {(answer) => {
          const report = chosen !== null && !asksAgain(chosen) ? chosen : answer;
          return (
            <>
              {report.decidedBy === 'config' && <Alert type="info" showIcon title={t('access.byConfig')} />}
              {report.decidedBy !== 'config' && report.lessonRuns && (
                <Alert type="warning" showIcon title={t('access.lessonRuns')} />
              )}
              <div className="access">
                <WayForm key={report.way} report={report} onChosen={show} />
                <Standing report={report} onLooked={show} />
              </div>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
