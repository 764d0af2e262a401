import { Fragment } from 'react';
import type { PlannerProposal, SlotClash } from '../../../shared/planner.ts';
import { EntryName } from '../directory/list/EntryName.tsx';
import { minuteText } from '../shell/clock.model.ts';
import { weekdayText } from '../shell/format.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useLanguage, useText } from '../text.ts';
import { clashWords, titleOf } from './words.ts';

type Slot = PlannerProposal['slots'][number];
type Unplaced = PlannerProposal['unplaced'][number];
type Weekly = Pick<SlotClash, 'weekday' | 'startMinute' | 'weeks'>;

/** Slots that found a place, and links that found none, each with what stood in the way. */
export function Proposal({ proposal }: { readonly proposal: PlannerProposal }) {
  const t = useText();
  const { slots, joins, lessonCount, unplaced } = proposal;
  return (
    <div className="lists">
      <h2>{t('timetable.plannerSlots', { slots: slots.length, lessons: lessonCount })}</h2>
      <Slots slots={slots} />
      {joins.length > 0 && (
        <>
          <h2>{t('timetable.plannerJoins', { count: joins.length })}</h2>
          <Slots slots={joins.map(({ fields }) => fields)} />
        </>
      )}
      <h2>{t('timetable.plannerUnplaced', { count: unplaced.length })}</h2>
      <Missing unplaced={unplaced} />
    </div>
  );
}

function useWhen(): (at: Weekly) => string {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  return ({ weekday, startMinute, weeks }) =>
    `${t(`timetable.weeks.${weeks}`)} ${weekdayText(weekday, locale)} ${minuteText(startMinute)}`;
}

function Slots({ slots }: { readonly slots: readonly Slot[] }) {
  const t = useText();
  const when = useWhen();
  return (
    <PaperTable<Slot>
      label={t('timetable.planner')}
      rowKey={(slot) => JSON.stringify([slot.weekday, slot.startMinute, slot.weeks, slot.rooms])}
      rows={slots}
      minWidthPx={760}
      empty={t('timetable.plannerSlotsEmpty')}
      columns={[
        { title: t('timetable.column.when'), key: 'when', render: (_, slot) => when(slot) },
        { title: t('timetable.column.lesson'), key: 'lesson', render: (_, slot) => titleOf(slot) },
        {
          title: t('timetable.column.lead'),
          key: 'lead',
          render: (_, slot) => (
            <>
              <EntryName from="school" id={slot.leadingSchoolId} />
              {' · '}
              <EntryName from="person" id={slot.lecturerId} />
            </>
          ),
        },
        {
          title: t('timetable.column.rooms'),
          key: 'rooms',
          render: (_, slot) =>
            slot.rooms.map((room, index) => (
              <Fragment key={room.schoolId}>
                {index > 0 && t('app.listComma')}
                <EntryName from="school" id={room.schoolId} />
              </Fragment>
            )),
        },
      ]}
    />
  );
}

function Missing({ unplaced }: { readonly unplaced: readonly Unplaced[] }) {
  const t = useText();
  const when = useWhen();
  return (
    <PaperTable<Unplaced>
      label={t('timetable.column.clashes')}
      rowKey="linkId"
      rows={unplaced}
      minWidthPx={760}
      empty={t('timetable.plannerAllPlaced')}
      columns={[
        {
          title: t('timetable.column.lesson'),
          key: 'lesson',
          render: (_, link) => (
            <>
              {titleOf(link)}
              <br />
              <span className="quiet">{t('timetable.plannerMissing', { count: link.missingPeriods })}</span>
            </>
          ),
        },
        {
          title: t('timetable.column.lead'),
          key: 'lead',
          render: (_, link) => `${link.fromSchoolName} → ${link.toSchoolName}`,
        },
        {
          title: t('timetable.column.clashes'),
          key: 'clashes',
          render: (_, { clashes }) => (
            <ul className="clash-list">
              {clashes.map((clash) => {
                const words = clashWords(clash, when(clash), t);
                return <li key={words}>{words}</li>;
              })}
            </ul>
          ),
        },
      ]}
    />
  );
}
