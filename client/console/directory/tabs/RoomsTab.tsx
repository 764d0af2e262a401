import { roomEnd } from '../../../../shared/room.ts';
import { useRows } from '../../api/queries.ts';
import { useText } from '../../text.ts';
import { useSchoolChoices, useSchoolNames } from '../choices.ts';
import { ChoiceField, TextField } from '../fields.tsx';
import { Register } from '../Register.tsx';

type Values = { name?: string; schoolId?: string; ends?: string[]; phone?: string };

export function RoomsTab() {
  const t = useText();
  const rooms = useRows('room', {});
  const schools = useSchoolChoices();
  const schoolName = useSchoolNames();
  return (
    <Register
      name="rooms"
      query={rooms}
      route="room.add"
      refresh="room.list"
      needs={schools?.length === 0 ? 'schools' : null}
      initialValues={{ ends: ['listening'] }}
      toBody={(values: Values) => ({ ...values, phone: values.phone ?? '' })}
      columns={[
        { title: t('room.school'), key: 'school', render: (_, { fields }) => schoolName(fields.schoolId) },
        { title: t('room.name'), key: 'name', render: (_, { fields }) => fields.name },
        {
          title: t('room.ends'),
          key: 'ends',
          render: (_, { fields }) => fields.ends.map((end) => t(`roomEnd.${end}`)).join(t('app.listComma')),
        },
        { title: t('room.phone'), key: 'phone', render: (_, { fields }) => fields.phone || '—' },
      ]}
    >
      <ChoiceField name="schoolId" label="room.school" options={schools ?? []} />
      <TextField name="name" label="room.name" help="room.nameHelp" />
      <ChoiceField
        name="ends"
        label="room.ends"
        help="room.endsHelp"
        multiple
        options={roomEnd.options.map((value) => ({ value, label: t(`roomEnd.${value}`) }))}
      />
      <TextField name="phone" label="room.phone" help="room.phoneHelp" />
    </Register>
  );
}
