import { Form } from 'antd';
import { useRows } from '../../api/queries.ts';
import { useText } from '../../text.ts';
import { useRoomChoices, useSchoolChoices, useSchoolNames } from '../choices.ts';
import { ChoiceField, NumberField, TextField } from '../fields.tsx';
import { Register } from '../Register.tsx';

type Values = {
  schoolId?: string;
  name?: string;
  grade?: string;
  enrolledCount?: number | null;
  homeRoomId?: string;
};

export function ClassesTab() {
  const t = useText();
  const classes = useRows('class', {});
  const schools = useSchoolChoices();
  const schoolName = useSchoolNames();
  return (
    <Register
      name="classes"
      query={classes}
      route="class.add"
      refresh="class.list"
      needs={schools?.length === 0 ? 'schools' : null}
      toBody={(values: Values) => ({
        ...values,
        grade: values.grade ?? '',
        homeRoomId: values.homeRoomId ?? null,
      })}
      columns={[
        { title: t('room.school'), key: 'school', render: (_, { fields }) => schoolName(fields.schoolId) },
        { title: t('class.name'), key: 'name', render: (_, { fields }) => fields.name },
        { title: t('lesson.grade'), key: 'grade', render: (_, { fields }) => fields.grade || '—' },
        {
          title: t('class.enrolled'),
          key: 'enrolled',
          align: 'right',
          render: (_, { fields }) => fields.enrolledCount,
        },
      ]}
    >
      <ChoiceField name="schoolId" label="room.school" options={schools ?? []} />
      <TextField name="name" label="class.name" />
      <TextField name="grade" label="lesson.grade" help="class.gradeHelp" />
      <NumberField name="enrolledCount" label="class.enrolled" help="class.enrolledHelp" min={0} max={500} />
      <HomeRoomField />
    </Register>
  );
}

/** Rooms of the chosen school only. */
function HomeRoomField() {
  const schoolId: unknown = Form.useWatch('schoolId');
  const rooms = useRoomChoices({ schoolId: typeof schoolId === 'string' ? schoolId : '' });
  return (
    <ChoiceField
      name="homeRoomId"
      label="class.homeRoom"
      help="class.homeRoomHelp"
      options={rooms}
      optional
    />
  );
}
