import { Alert, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { schoolId } from '../../../shared/kernel/ids.ts';
import { localDate } from '../../../shared/kernel/time.ts';
import { askOrThrow } from '../api/ask.ts';
import { useText } from '../text.ts';
import { EntryPicker } from './list/EntryPicker.tsx';
import type { ActsProps } from './list/register.types.ts';
import { Title } from './list/Title.tsx';
import { useWrite } from './list/useWrite.ts';
import { Why } from './list/Why.tsx';

type MergeValues = { readonly intoId?: string; readonly validFrom?: string };

/** 撤并: a school is closed and everything of it belongs to another from a day on. */
export function MergeButton({ spec, row, onDone }: ActsProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const merge = useWrite(
    ({ intoId, validFrom }: MergeValues) =>
      askOrThrow('school.merge', {
        id: schoolId.parse(row.id),
        expectedVersion: row.version,
        intoId: schoolId.parse(intoId),
        ...(validFrom ? { validFrom: localDate.parse(validFrom) } : {}),
      }),
    {
      onDone,
      say: ({ moved }) =>
        t('entry.merged', { rooms: moved.rooms, classes: moved.classes, people: moved.people }),
      // What was moved stands in many registers: one step back would not reach it all.
      back: () => null,
    },
  );
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('entry.merge')}</Button>
      <Modal
        open={open}
        title={<Title spec={spec} row={row} />}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <Form<MergeValues>
          name="merge-dialog"
          layout="vertical"
          requiredMark={false}
          onFinish={(values) => merge.mutate(values)}
        >
          <p className="dialog-lead">{t('entry.mergeLead')}</p>
          <Alert type="warning" showIcon title={t('entry.mergeForGood')} />
          <Form.Item
            name="intoId"
            label={t('entry.mergeInto')}
            rules={[{ required: true, message: t('form.required') }]}
          >
            <EntryPicker from="school" />
          </Form.Item>
          <Form.Item name="validFrom" label={t('entry.from')} extra={t('list.dateHelp')}>
            <Input type="date" />
          </Form.Item>
          {merge.isError && <Why spec={spec} rows={[row]} cause={merge.error} />}
          <div className="button-row">
            <Button type="primary" danger htmlType="submit" loading={merge.isPending}>
              {t('entry.merge')}
            </Button>
            <Button onClick={() => setOpen(false)}>{t('app.cancel')}</Button>
          </div>
        </Form>
      </Modal>
    </>
  );
}
