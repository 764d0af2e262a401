import './timetable.css';
import { App, Button, Drawer, Form, Input, Select } from 'antd';
import { useState } from 'react';
import type { TermFields } from '../../../shared/term.ts';
import { weekOfTerm } from '../../../shared/term.ts';
import { type RegisterRow, useRows } from '../api/queries.ts';
import { ChoiceField, TextField } from '../directory/fields.tsx';
import { shortDateText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { PaperTable } from '../shell/PaperTable.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useLanguage, useText } from '../text.ts';
import { type TermValues, termBody, termValues } from './entry.model.ts';
import { RowList } from './RowList.tsx';
import { type Editing, useEntryForm } from './register.ts';
import { weekdayText } from './words.ts';

type Term = RegisterRow<'term'>;

/** Terms 学期 with their holidays and make-up days. */
export function TermsView() {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const [editing, setEditing] = useState<Editing<Term>>({ state: 'closed' });
  const terms = useRows('term', {});
  const regions = useRows('region', {}).data ?? [];
  const dates = ({ from, to }: TermFields) => `${shortDateText(from, locale)} – ${shortDateText(to, locale)}`;
  return (
    <section className="register">
      <div className="register-head">
        <Button type="primary" onClick={() => setEditing({ state: 'new' })}>
          {t('timetable.termAdd')}
        </Button>
      </div>
      <Loaded query={terms}>
        {(rows) => (
          <PaperTable<Term>
            label={t('timetable.terms')}
            rowKey="id"
            rows={rows}
            minWidthPx={760}
            empty={t('timetable.termEmpty')}
            columns={[
              { title: t('timetable.termName'), key: 'name', render: (_, { fields }) => fields.name },
              {
                title: t('timetable.termRegion'),
                key: 'region',
                render: (_, { fields }) =>
                  regions.find(({ id }) => id === fields.regionId)?.fields.name ?? '',
              },
              { title: t('coverage.date'), key: 'dates', render: (_, { fields }) => dates(fields) },
              {
                title: t('timetable.termWeeks'),
                key: 'weeks',
                align: 'right',
                render: (_, { fields }) => weekOfTerm(fields, fields.to),
              },
              {
                title: t('timetable.holidays'),
                key: 'holidays',
                render: (_, { fields }) => fields.holidays.map((each) => each.name).join(t('app.listComma')),
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
        <TermDrawer
          key={editing.state === 'change' ? editing.row.id : 'new'}
          row={editing.state === 'change' ? editing.row : null}
          onClose={() => setEditing({ state: 'closed' })}
        />
      )}
    </section>
  );
}

function TermDrawer({ row, onClose }: { readonly row: Term | null; readonly onClose: () => void }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const { message } = App.useApp();
  const regions = useRows('region', {}).data ?? [];
  const entry = useEntryForm<TermValues>('term', {
    row,
    toFields: termBody,
    onDone: () => {
      void message.success(t('timetable.saved'));
      onClose();
    },
  });
  const usual: TermValues = {
    ...(regions[0] ? { regionId: regions[0].id } : {}),
    holidays: [],
    makeUpDays: [],
  };
  const weekdays = [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: weekdayText(value, locale) }));
  return (
    <Drawer
      open
      onClose={onClose}
      title={t(row === null ? 'timetable.termAdd' : 'timetable.termChange')}
      size={560}
      destroyOnHidden
    >
      <Form<TermValues> {...entry.formProps} initialValues={row === null ? usual : termValues(row.fields)}>
        <ChoiceField
          name="regionId"
          label="timetable.termRegion"
          options={regions.map(({ id, fields }) => ({ value: id, label: fields.name }))}
        />
        <TextField name="name" label="timetable.termName" />
        <div className="field-pair">
          <Form.Item name="from" label={t('timetable.termFrom')}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="to" label={t('timetable.termTo')}>
            <Input type="date" />
          </Form.Item>
        </div>
        <RowList
          name="holidays"
          label={t('timetable.holidays')}
          addLabel={t('timetable.holidayAdd')}
          columns={3}
        >
          {(index) => (
            <>
              <Form.Item name={[index, 'name']} label={t('timetable.holidayName')}>
                <Input />
              </Form.Item>
              <Form.Item name={[index, 'from']} label={t('timetable.termFrom')}>
                <Input type="date" />
              </Form.Item>
              <Form.Item name={[index, 'to']} label={t('timetable.termTo')}>
                <Input type="date" />
              </Form.Item>
            </>
          )}
        </RowList>
        <RowList
          name="makeUpDays"
          label={t('timetable.makeUpDays')}
          addLabel={t('timetable.makeUpAdd')}
          columns={2}
        >
          {(index) => (
            <>
              <Form.Item name={[index, 'date']} label={t('timetable.makeUpDate')}>
                <Input type="date" />
              </Form.Item>
              <Form.Item name={[index, 'asWeekday']} label={t('timetable.makeUpAs')}>
                <Select options={weekdays} />
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
