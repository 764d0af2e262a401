import '../supervision/open-alarms.css';
import { Alert } from 'antd';
import { Link } from 'react-router';
import type { UnplayableLesson } from '../../../shared/lesson.ts';
import { useAnswer } from '../api/queries.ts';
import { shortDateText } from '../shell/format.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useLanguage, useText } from '../text.ts';
import { type Together, together } from './unplayable.model.ts';
import { titleOf, whenText } from './words.ts';

const useUnplayable = (everyMs: number): readonly UnplayableLesson[] =>
  useAnswer('lesson.unplayable', {}, { everyMs }).data?.lessons ?? [];

/** On the page of the day, for those who planned them: that lessons will have nothing to play. Nothing while there are none. */
export function NothingToPlay() {
  const t = useText();
  const { length: count } = useUnplayable(60_000);
  if (count === 0) return null;
  return (
    <p className="open-alarms" role="status">
      <i aria-hidden="true" />
      <strong>{t('unplayable.notice', { count })}</strong>
      <Link to="/timetable?view=planner">{t('unplayable.toList')}</Link>
    </p>
  );
}

/** Which lessons these are, and what can be done about each. */
export function UnplayableLessons() {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const lessons = useUnplayable(60_000);
  if (lessons.length === 0) return null;
  return (
    <section aria-label={t('unplayable.title', { count: lessons.length })}>
      <h2 className="section-title">{t('unplayable.title', { count: lessons.length })}</h2>
      <PaperTable<Together>
        label={t('unplayable.title', { count: lessons.length })}
        rowKey={({ card }) => card.lessonId}
        rows={together(lessons)}
        minWidthPx={760}
        empty=""
        columns={[
          {
            title: t('timetable.fact.when'),
            key: 'when',
            render: (_, { card, count }) => {
              const when = whenText(card, card, locale);
              return count === 1 ? when : t('unplayable.from', { when, count });
            },
          },
          { title: t('timetable.column.lesson'), key: 'lesson', render: (_, { card }) => titleOf(card) },
          {
            title: t('timetable.column.rooms'),
            key: 'rooms',
            render: (_, { card }) => card.rooms.map((room) => room.schoolName).join(t('app.listComma')),
          },
          { title: t('unplayable.trouble'), key: 'trouble', render: (_, each) => <Trouble of={each} /> },
          { title: t('unplayable.todo'), key: 'todo', render: (_, each) => <Todo of={each} /> },
        ]}
      />
    </section>
  );
}

/** Of one lesson that is looked at. */
export function UnplayableSign({ lessonId }: { readonly lessonId: string }) {
  const found = useUnplayable(60_000).find(({ card }) => card.lessonId === lessonId);
  if (found === undefined) return null;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={<Trouble of={found} />}
      description={<Todo of={found} />}
    />
  );
}

function Trouble({ of: { trouble } }: { readonly of: UnplayableLesson }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  if (trouble.state === 'removed') return t('unplayable.removed');
  return t('unplayable.expires', { date: shortDateText(trouble.keptUntil, locale) });
}

function Todo({ of: { card, trouble } }: { readonly of: UnplayableLesson }) {
  const t = useText();
  return (
    <span className="todo-links">
      {trouble.state === 'expires' && <Link to="/recordings">{t('unplayable.do.keep')}</Link>}
      {card.slotId === null ? (
        <Link to="/timetable">{t('unplayable.do.lesson')}</Link>
      ) : (
        <Link to="/timetable?view=slots">{t('unplayable.do.slot')}</Link>
      )}
    </span>
  );
}
