import './timetable.css';
import { App, Button, Checkbox, Drawer, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import type { BellFields } from '../../../shared/bell.ts';
import { type RegisterRow, useRows } from '../api/queries.ts';
import { useSchoolChoices, useSchoolNames } from '../directory/choices.ts';
import { ChoiceField, TextField } from '../directory/fields.tsx';
import { minuteText } from '../shell/clock.model.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useLanguage, useText } from '../text.ts';
import { type BellValues, bellBody, bellValues, usualPeriods } from './entry.model.ts';
import { RowList } from './RowList.tsx';
import { type Editing, useEntryForm } from './register.ts';
import { weekdayText } from './words.ts';

type Bell = RegisterRow<'bell'>;

/** When the periods of each school begin 作息时间. */
export function BellsView() {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const schoolName = useSchoolNames();
  const [editing, setEditing] = useState<Editing<Bell>>({ state: 'closed' });
  const bells = useRows('bell', {});
  const held = ({ fromDate, toDate }: BellFields) =>
    fromDate === null && toDate === null ? t('timetable.bellOpen') : `${fromDate ?? ''} – ${toDate ?? ''}`;
  return (
    <section className="register">
      <div className="register-head">
        <Button type="primary" onClick={() => setEditing({ state: 'new' })}>
          {t('timetable.bellAdd')}
        </Button>
      </div>
      <Loaded query={bells}>
        {(rows) => (
          <PaperTable<Bell>
            label={t('timetable.bells')}
            rowKey="id"
            rows={rows}
            minWidthPx={760}
            empty={t('timetable.bellEmpty')}
            columns={[
              {
                title: t('timetable.bellSchool'),
                key: 'school',
                render: (_, { fields }) => schoolName(fields.schoolId),
              },
              { title: t('timetable.bellName'), key: 'name', render: (_, { fields }) => fields.name },
              { title: t('coverage.date'), key: 'dates', render: (_, { fields }) => held(fields) },
              {
                title: t('timetable.bellWeekdays'),
                key: 'weekdays',
                render: (_, { fields }) => fields.weekdays.map((each) => weekdayText(each, locale)).join(' '),
              },
              {
                title: t('timetable.bellPeriods'),
                key: 'periods',
                render: (_, { fields }) =>
                  fields.periods.map((each) => minuteText(each.startMinute)).join(t('app.listComma')),
              },
              {
                title: t('app.actions'),
                key: 'actions',
                render: (_, row) => (
                  <Button onClick={() => setEditing({ state: 'change', row })}>
                    {t('timetable.change')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {editing.state !== 'closed' && (
        <BellDrawer
          key={editing.state === 'change' ? editing.row.id : 'new'}
          row={editing.state === 'change' ? editing.row : null}
          onClose={() => setEditing({ state: 'closed' })}
        />
      )}
    </section>
  );
}

function BellDrawer({ row, onClose }: { readonly row: Bell | null; readonly onClose: () => void }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const me = useKnownMe();
  const { message } = App.useApp();
  const schools = useSchoolChoices();
  const entry = useEntryForm<BellValues>('bell', {
    row,
    toFields: bellBody,
    onDone: () => {
      void message.success(t('timetable.saved'));
      onClose();
    },
  });
  const usual: BellValues = {
    ...(me.school === null ? {} : { schoolId: me.school.schoolId }),
    name: t('timetable.bellNameUsual'),
    weekdays: [1, 2, 3, 4, 5],
    periods: usualPeriods((number) => t('timetable.periodNumber', { number })),
  };
  return (
    <Drawer
      open
      onClose={onClose}
      title={t(row === null ? 'timetable.bellAdd' : 'timetable.bellChange')}
      size={560}
      destroyOnHidden
    >
      <Form<BellValues> {...entry.formProps} initialValues={row === null ? usual : bellValues(row.fields)}>
        <ChoiceField name="schoolId" label="timetable.bellSchool" options={schools ?? []} />
        <TextField name="name" label="timetable.bellName" />
        <div className="field-pair">
          <Form.Item name="fromDate" label={t('timetable.bellFrom')} extra={t('app.optional')}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="toDate" label={t('timetable.bellTo')} extra={t('app.optional')}>
            <Input type="date" />
          </Form.Item>
        </div>
        <Form.Item name="weekdays" label={t('timetable.bellWeekdays')}>
          <Checkbox.Group
            options={[1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: weekdayText(value, locale) }))}
          />
        </Form.Item>
        <RowList
          name="periods"
          label={t('timetable.bellPeriods')}
          addLabel={t('timetable.periodAdd')}
          columns={3}
        >
          {(index) => (
            <>
              <Form.Item name={[index, 'name']} label={t('timetable.periodName')}>
                <Input />
              </Form.Item>
              <Form.Item name={[index, 'start']} label={t('timetable.periodStart')}>
                <Input type="time" />
              </Form.Item>
              <Form.Item name={[index, 'durationMinutes']} label={t('timetable.periodMinutes')}>
                <InputNumber min={5} max={240} precision={0} />
              </Form.Item>
            </>
          )}
        </RowList>
        {entry.error && <Trouble error={entry.error} />}
        <Button type="primary" htmlType="submit" block loading={entry.pending}>
          {t('timetable.save')}
        </Button>
      </Form>
    </Drawer>
  );
}
