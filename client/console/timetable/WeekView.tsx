import './timetable.css';
import { CalendarOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { type LocalDate, wallClock } from '../../../shared/kernel/time.ts';
import { type TermFields, taughtAs, weekdayOf, weekOfTerm } from '../../../shared/term.ts';
import { useAnswer, useRows } from '../api/queries.ts';
import { EntryPicker } from '../directory/list/EntryPicker.tsx';
import {
  type Period,
  periodAfter,
  periodAround,
  periodBefore,
  readPeriod,
} from '../planning/period.model.ts';
import { shortDateText, weekdayText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { hereZone } from '../shell/today.ts';
import { useNow } from '../shell/useNow.ts';
import { useLanguage, useText } from '../text.ts';
import { mayChange } from './change.model.ts';
import { FeedsDrawer } from './FeedsDrawer.tsx';
import { concerns, daysOf, type GridSubject, gridKinds, type Place } from './grid.model.ts';
import { LessonDrawer } from './LessonDrawer.tsx';
import { subjectsOf } from './subject.model.ts';
import { useSubject, useSubjectName } from './subject.ts';
import { WeekGrid } from './WeekGrid.tsx';

/** One school's, room's or teacher's week. */
export function WeekView() {
  const t = useText();
  const me = useKnownMe();
  const nowMs = useNow(30_000);
  const wall = wallClock(nowMs, hereZone());
  const now: Place = { localDate: wall.date, startMinute: wall.minute };
  const [search, setSearch] = useSearchParams();
  const week = weekOf(search.get('week'), now.localDate);
  const goTo = ({ from }: Period) =>
    setSearch({ ...Object.fromEntries(search), week: from }, { replace: true });
  const subject = useSubject(me);
  const lessons = useAnswer('lesson.list', week);
  const calendar = useCalendar();
  const starts = useStarts(subject, week.from);
  const [opened, setOpened] = useState<{ readonly id: string; readonly to: Place | null } | null>(null);
  return (
    <div className="stack">
      <WeekHead
        week={week}
        today={now.localDate}
        subject={subject}
        goTo={goTo}
        termName={calendar.nameOf(week.from)}
      />
      <Loaded query={lessons}>
        {(all) => {
          const cards = subject === null ? [] : all.filter((card) => concerns(subject, card));
          const card = all.find(({ lessonId }) => lessonId === opened?.id);
          const may = (each: (typeof all)[number]) => mayChange(each, me, nowMs);
          return (
            <>
              {cards.length === 0 && <p className="empty">{t('timetable.empty')}</p>}
              <WeekGrid
                key={week.from}
                days={daysOf(week.from, cards, (date) => calendar.isExtra(date))}
                cards={cards}
                others={all}
                noteOf={calendar.noteOf}
                starts={starts}
                now={now}
                mayMove={(each) => may(each) && each.phase === 'planned' && each.cancelled === null}
                onOpen={({ lessonId }) => setOpened({ id: lessonId, to: null })}
                onDrop={({ card: dropped, place }) => setOpened({ id: dropped.lessonId, to: place })}
              />
              {card && opened && (
                <LessonDrawer
                  card={card}
                  to={opened.to}
                  mayChange={may(card)}
                  onClose={() => setOpened(null)}
                />
              )}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function weekOf(asked: string | null, today: LocalDate): Period {
  return periodAround('week', readPeriod(asked, asked)?.from ?? today);
}

type HeadProps = {
  readonly week: Period;
  readonly today: LocalDate;
  readonly subject: GridSubject | null;
  readonly termName: string | null;
  readonly goTo: (week: Period) => void;
};

function WeekHead({ week, today, subject, termName, goTo }: HeadProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const [search, setSearch] = useSearchParams();
  const [feeds, setFeeds] = useState(false);
  const kind = subject?.kind ?? 'school';
  const name = useSubjectName(subject);
  const show = (wish: { kind: string; id?: string }) => {
    const { id: _, ...kept } = Object.fromEntries(search);
    setSearch({ ...kept, ...wish }, { replace: true });
  };
  const dates = t('timetable.lead', {
    from: shortDateText(week.from, locale),
    to: shortDateText(week.to, locale),
  });
  return (
    <div className="week-head">
      <Select
        aria-label={t('timetable.kind')}
        value={kind}
        options={gridKinds.map((value) => ({ value, label: t(`timetable.kind.${value}`) }))}
        onChange={(chosen) => show({ kind: chosen })}
      />
      <EntryPicker
        key={kind}
        from={kind}
        narrowed={subjectsOf[kind]}
        label={t(`timetable.which.${kind}`)}
        className="week-subject"
        value={subject?.id ?? null}
        onChange={(id) => id !== undefined && show({ kind, id })}
      />
      <span className="button-row">
        <Button
          icon={<LeftOutlined />}
          aria-label={t('lessons.weekBefore')}
          onClick={() => goTo(periodBefore('week', week))}
        />
        <Button onClick={() => goTo(periodAround('week', today))}>{t('period.week')}</Button>
        <Button
          icon={<RightOutlined />}
          aria-label={t('lessons.weekAfter')}
          onClick={() => goTo(periodAfter('week', week))}
        />
      </span>
      <span className="grow">
        {dates}
        {termName !== null && <span className="quiet"> · {termName}</span>}
      </span>
      {subject !== null && (
        <Button icon={<CalendarOutlined />} onClick={() => setFeeds(true)}>
          {t('timetable.feeds')}
        </Button>
      )}
      {feeds && subject !== null && (
        <FeedsDrawer subject={subject} name={name} onClose={() => setFeeds(false)} />
      )}
    </div>
  );
}

/** What the terms say of days. */
function useCalendar() {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const terms = (useRows('term', {}).data ?? []).map(({ fields }): TermFields => fields);
  const termOf = (date: LocalDate) => terms.find(({ from, to }) => from <= date && date <= to);
  return {
    nameOf(date: LocalDate): string | null {
      const term =
        termOf(date) ??
        terms.find(({ from, to }) => from > date && periodAround('week', date).to >= from && to > date);
      const week = term && weekOfTerm(term, date);
      return term && week !== undefined ? t('timetable.teachingWeek', { term: term.name, week }) : null;
    },
    noteOf(date: LocalDate): string | null {
      const term = termOf(date);
      if (term === undefined) return null;
      const taught = taughtAs(term, date);
      const holiday = term.holidays.find((each) => each.from <= date && date <= each.to);
      if (taught === null) return holiday?.name || t('timetable.holiday');
      return taught === weekdayOf(date)
        ? null
        : t('timetable.makeUp', { weekday: weekdayText(taught, locale) });
    },
    /** Taught though it is no usual day. */
    isExtra: (date: LocalDate): boolean =>
      termOf(date)?.makeUpDays.some((each) => each.date === date) === true,
  };
}

/** When the periods of a school begin, in the bells that hold in a week. */
function useStarts(subject: GridSubject | null, date: LocalDate): readonly number[] {
  const bells = useRows('bell', subject?.kind === 'school' ? { schoolId: subject.id as never } : {}, {
    enabled: subject?.kind === 'school',
  });
  const holding = (bells.data ?? [])
    .map(({ fields }) => fields)
    .filter(({ fromDate, toDate }) => (fromDate ?? date) <= date && date <= (toDate ?? date))
    .sort((a, b) => (b.fromDate ?? '').localeCompare(a.fromDate ?? ''));
  return (holding[0]?.periods ?? []).map((period) => period.startMinute).sort((a, b) => a - b);
}
