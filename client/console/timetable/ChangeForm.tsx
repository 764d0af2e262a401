import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Radio } from 'antd';
import { useEffect } from 'react';
import type { LessonCard } from '../../../shared/lesson.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { EntriesField, EntryField } from '../directory/fields.tsx';
import { lecturers, listeningRooms } from '../directory/registers/options.ts';
import { askedFor } from '../planning/plan.model.ts';
import { minuteText } from '../shell/clock.model.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { type ChangeValues, changeBody, type LessonAct } from './change.model.ts';
import type { Place } from './grid.model.ts';

type ChangeProps = {
  readonly act: LessonAct;
  readonly card: LessonCard;
  readonly to: Place | null;
  readonly onDone: () => void;
};

/** One change of a lesson: what it becomes, why, and how far it reaches. */
export function ChangeForm({ act, card, to, onDone }: ChangeProps) {
  const t = useText();
  const { message } = App.useApp();
  const change = useRouteForm(`lesson.${act}`, {
    toBody: (values: ChangeValues) => changeBody(act, card, values),
    askedAs: { startMinute: 'startTime' },
    refresh: ['lesson.list'],
    onDone: ({ lessons }) => {
      const many = lessons.length > 1 ? t('timetable.doneMany', { count: lessons.length }) : '';
      void message.success(`${t(`timetable.done.${act}`)}${many}`);
      onDone();
    },
  });
  useFreshAfter(change.error?.code === 'CONFLICT');
  const place = to ?? card;
  const initial: ChangeValues = {
    localDate: place.localDate,
    startTime: minuteText(place.startMinute),
    reach: 'one',
    memberIds: card.members.map(({ personId }) => personId),
    roomIds: card.rooms.map(({ roomId }) => roomId),
    ...(card.groupId === undefined ? {} : { groupId: card.groupId }),
  };
  return (
    <Form<ChangeValues> {...change.formProps} initialValues={initial}>
      {act === 'move' && (
        <div className="field-pair">
          <Form.Item name="localDate" label={t('timetable.newDate')}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="startTime" label={t('timetable.newTime')}>
            <Input type="time" />
          </Form.Item>
        </div>
      )}
      {act === 'substitute' && <SubstituteField card={card} />}
      {act === 'regroup' && <GroupFields card={card} />}
      {act !== 'restore' && (
        <Form.Item name="reason" label={t('timetable.reason')} extra={t('timetable.reasonHelp')}>
          <Input autoComplete="off" maxLength={200} />
        </Form.Item>
      )}
      {card.slotId !== null && act !== 'regroup' && (
        <Form.Item
          name="reach"
          label={t('timetable.reach')}
          extra={act === 'move' ? t('timetable.reachHelp') : undefined}
        >
          <Radio.Group
            vertical
            options={(['one', 'rest'] as const).map((value) => ({
              value,
              label: t(`timetable.reach.${value}`),
            }))}
          />
        </Form.Item>
      )}
      {change.error && <Trouble error={change.error} />}
      <Button type="primary" htmlType="submit" block loading={change.pending}>
        {t(`timetable.do.${act}`)}
      </Button>
    </Form>
  );
}

/** Whoever was slower sees what the faster one did. */
function useFreshAfter(conflict: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (conflict) void client.invalidateQueries({ queryKey: ['lesson.list'] });
  }, [conflict, client]);
}

/** Whose meeting it is to be, and who takes part then. */
function GroupFields({ card }: { readonly card: LessonCard }) {
  const asked = askedFor(card.kind, card.mode);
  return (
    <>
      <EntryField name="groupId" label="group.meeting" help="group.meetingHelp" from="group" optional />
      {asked.members !== null && (
        <EntriesField
          name="memberIds"
          label="plan.members"
          help={`plan.membersHelp.${asked.members}`}
          from="person"
          without={card.lecturer.personId}
        />
      )}
      {asked.rooms && (
        <EntriesField name="roomIds" label="lesson.rooms" from="room" narrowed={listeningRooms} />
      )}
    </>
  );
}

/** Colleagues of the leading school who lecture. */
function SubstituteField({ card }: { readonly card: LessonCard }) {
  return (
    <EntryField
      name="lecturerId"
      label="timetable.substitute"
      from="person"
      narrowed={{ ...lecturers, schoolId: card.leadingSchool.schoolId }}
      without={card.lecturer.personId}
    />
  );
}
