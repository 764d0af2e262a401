import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { LessonCard } from '../../../shared/lesson.ts';
import { EntryName } from '../directory/list/EntryName.tsx';
import { itemOf } from '../home/home.model.ts';
import { LessonActions } from '../home/LessonRow.tsx';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { useNow } from '../shell/useNow.ts';
import { useLanguage, useText } from '../text.ts';
import { ChangeForm } from './ChangeForm.tsx';
import { type LessonAct, lessonActs } from './change.model.ts';
import type { Place } from './grid.model.ts';
import { UnplayableSign } from './Unplayable.tsx';
import { stateWord, titleOf, whenText } from './words.ts';

type DrawerProps = {
  readonly card: LessonCard;
  /** Where it was dropped; null when it was only opened. */
  readonly to: Place | null;
  readonly mayChange: boolean;
  readonly onClose: () => void;
};

/** A lesson's facts, and the changes that it can still have. */
export function LessonDrawer({ card, to, mayChange, onClose }: DrawerProps) {
  const t = useText();
  const me = useKnownMe();
  const nowMs = useNow(10_000);
  const [chosen, setChosen] = useState<LessonAct | null>(to === null ? null : 'move');
  const acts = mayChange ? lessonActs(card) : [];
  const act = chosen !== null && acts.includes(chosen) ? chosen : null;
  return (
    <Drawer open onClose={onClose} title={titleOf(card)} size={440} destroyOnHidden>
      <div className="stack">
        <Facts card={card} />
        {card.mode === 'recorded' && <UnplayableSign lessonId={card.lessonId} />}
        <LessonActions item={itemOf(card, { me, nowMs })} />
        {acts.length === 0 && <p className="quiet">{t('timetable.mayNot')}</p>}
        <div className="button-row">
          {acts.map((each) => (
            <Button
              key={each}
              type={each === act ? 'primary' : 'default'}
              aria-pressed={each === act}
              onClick={() => setChosen(each)}
            >
              {t(`timetable.do.${each}`)}
            </Button>
          ))}
        </div>
        {act !== null && <ChangeForm key={act} act={act} card={card} to={to} onDone={onClose} />}
        {card.slotId !== null && <Link to="/timetable?view=planner">{t('timetable.toPlanner')}</Link>}
      </div>
    </Drawer>
  );
}

function Facts({ card }: { readonly card: LessonCard }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const rooms = card.rooms.map((room) => `${room.schoolName} ${room.name}`).join(t('app.listComma'));
  const lead = `${card.lecturer.name} · ${card.leadingSchool.name}`;
  const state = stateWord(card, t);
  const reason = card.cancelled?.reason ?? card.changed?.reason;
  const facts = [
    [t('timetable.fact.when'), whenText(card, card, locale)],
    [t('timetable.fact.lecturer'), lead],
    [t('timetable.fact.lectureRoom'), card.lectureRoom?.name ?? ''],
    [t('timetable.fact.rooms'), rooms],
    [
      t('timetable.fact.group'),
      card.groupId === undefined ? '' : <EntryName key="group" from="group" id={card.groupId} />,
    ],
    [t('timetable.fact.reason'), reason === undefined ? '' : `${state ?? ''}：${reason}`],
  ] as const;
  const told = facts.filter(([, value]) => value !== '');
  return (
    <dl className="lesson-facts">
      {told.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
