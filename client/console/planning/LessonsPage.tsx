import './plan.css';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useAnswer } from '../api/queries.ts';
import { type DayItem, dayOf } from '../home/home.model.ts';
import { attendancePath, KindTag, useRoomsText } from '../home/LessonRow.tsx';
import { LessonState } from '../home/LessonState.tsx';
import { minuteText } from '../shell/clock.model.ts';
import { dateText, shortDateText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Page } from '../shell/Page.tsx';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { todayAt } from '../shell/today.ts';
import { useNow } from '../shell/useNow.ts';
import { useLanguage, useText } from '../text.ts';
import { PlanDrawer } from './PlanDrawer.tsx';
import { type Period, periodAfter, periodAround, periodBefore } from './period.model.ts';

export function LessonsPage() {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const me = useKnownMe();
  const nowMs = useNow(30_000);
  const [week, setWeek] = useState<Period>(() => periodAround('week', todayAt(nowMs)));
  const [planning, setPlanning] = useState(false);
  const lessons = useAnswer('lesson.list', week);
  return (
    <Page
      title={t('lessons.title')}
      lead={t('coverage.period', {
        from: shortDateText(week.from, locale),
        to: shortDateText(week.to, locale),
      })}
      action={
        <Button type="primary" onClick={() => setPlanning(true)}>
          {t('lessons.plan')}
        </Button>
      }
    >
      <div className="period-picker">
        <Button icon={<LeftOutlined />} onClick={() => setWeek(periodBefore('week', week))}>
          {t('lessons.weekBefore')}
        </Button>
        <Button onClick={() => setWeek(periodAround('week', todayAt(nowMs)))}>{t('period.week')}</Button>
        <Button
          icon={<RightOutlined />}
          iconPlacement="end"
          onClick={() => setWeek(periodAfter('week', week))}
        >
          {t('lessons.weekAfter')}
        </Button>
      </div>
      <Loaded query={lessons}>{(cards) => <WeekTable items={dayOf(cards, { me, nowMs }).items} />}</Loaded>
      <PlanDrawer open={planning} onClose={() => setPlanning(false)} />
    </Page>
  );
}

function WeekTable({ items }: { readonly items: readonly DayItem[] }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const roomsText = useRoomsText();
  const columns: TableColumnsType<DayItem> = [
    { title: t('coverage.date'), key: 'date', render: (_, { card }) => dateText(card.localDate, locale) },
    { title: t('lessons.time'), key: 'time', render: (_, { card }) => minuteText(card.startMinute) },
    {
      title: t('lesson.subject'),
      key: 'subject',
      render: (_, { card }) => (
        <>
          {card.subject} {card.grade}
          <KindTag card={card} />
          {card.unplanned && <span className="tag">{t('home.unplanned')}</span>}
        </>
      ),
    },
    {
      title: t('coverage.leadingSchool'),
      key: 'lead',
      render: (_, { card }) => `${card.leadingSchool.name} · ${card.lecturer.name}`,
    },
    { title: t('lesson.rooms'), key: 'rooms', render: (_, { card }) => roomsText(card) },
    { title: t('device.state'), key: 'state', render: (_, { moment }) => <LessonState moment={moment} /> },
    {
      title: t('app.actions'),
      key: 'actions',
      render: (_, { card, moment }) =>
        (moment === 'ended' || moment === 'live') && (
          <Link to={attendancePath(card)}>{t('attendance.title')}</Link>
        ),
    },
  ];
  return (
    <PaperTable
      label={t('lessons.title')}
      rowKey={({ card }) => card.lessonId}
      columns={columns}
      rows={items}
      minWidthPx={900}
      empty={t('lessons.empty')}
    />
  );
}
