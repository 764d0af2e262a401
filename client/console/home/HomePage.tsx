import { Button } from 'antd';
import { useState } from 'react';
import { useAnswer } from '../api/queries.ts';
import { SetupSteps } from '../directory/SetupSteps.tsx';
import { dateText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Page } from '../shell/Page.tsx';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { todayAt } from '../shell/today.ts';
import { useNow } from '../shell/useNow.ts';
import { OpenAlarms } from '../supervision/OpenAlarms.tsx';
import { useLanguage, useText } from '../text.ts';
import { NothingToPlay } from '../timetable/Unplayable.tsx';
import { dayOf, hasRole } from './home.model.ts';
import { LessonRow } from './LessonRow.tsx';
import { MainLesson } from './MainLesson.tsx';
import { UnplannedLesson } from './UnplannedLesson.tsx';

export function HomePage() {
  const t = useText();
  const me = useKnownMe();
  const locale = useLanguage((language) => language.locale);
  const nowMs = useNow(10_000);
  const today = todayAt(nowMs);
  const lessons = useAnswer('lesson.list', { from: today, to: today }, { everyMs: 15_000 });
  const [improvising, setImprovising] = useState(false);
  const mayLead = hasRole(me, 'lecturer', 'admin');
  return (
    <Page
      title={t('home.title')}
      lead={dateText(today, locale)}
      action={mayLead && <Button onClick={() => setImprovising(true)}>{t('home.unplannedLesson')}</Button>}
    >
      {hasRole(me, 'admin', 'inspector', 'researcher') && <OpenAlarms />}
      {hasRole(me, 'admin') && <NothingToPlay />}
      <Loaded query={lessons}>
        {(cards) => {
          const day = dayOf(cards, { me, nowMs });
          const live = cards.filter((card) => card.phase === 'live').length;
          return (
            <>
              {day.main && <MainLesson item={day.main} nowMs={nowMs} />}
              {hasRole(me, 'admin') && <SetupSteps prominent={day.main === null} />}
              {day.items.length === 0 && <p className="empty">{t('home.empty')}</p>}
              {day.items.some((item) => item !== day.main) && (
                <section aria-label={t('home.all')}>
                  <h2 className="section-title">
                    {t('home.all')}
                    <span className="quiet"> {t('home.counts', { total: cards.length, live })}</span>
                  </h2>
                  <ul className="lesson-list">
                    {day.items.map((item) => (
                      <LessonRow key={item.card.lessonId} item={item} />
                    ))}
                  </ul>
                </section>
              )}
            </>
          );
        }}
      </Loaded>
      <UnplannedLesson open={improvising} onClose={() => setImprovising(false)} />
    </Page>
  );
}
