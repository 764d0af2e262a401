import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { type UnservedCause, unservedCause } from '../../../../shared/coverage/cause.ts';
import { appErrorOf } from '../../api/ask.ts';
import { useSubmit } from '../../api/queries.ts';
import { Trouble } from '../../shell/Trouble.tsx';
import { useText } from '../../text.ts';
import type { LessonLine } from './lines.model.ts';

/** The server counts the lesson anew in its own time: the lists are looked at again until it surely has. */
const RECOUNTED_AFTER_MS = [300, 1_500, 4_000, 12_000];

type CorrectProps = { readonly line: LessonLine; readonly onClose: () => void };
type Values = { readonly cause: UnservedCause | 'found'; readonly reason: string };

/** Says better than the log why a lesson did not count at a room. */
export function CorrectCause({ line, onClose }: CorrectProps) {
  const t = useText();
  const { message } = App.useApp();
  // Where nobody has corrected it, what stands is what was found.
  const found = line.foundCause ?? line.cause;
  const client = useQueryClient();
  const refresh = () => {
    for (const name of ['report.list', 'report.read', 'report.service'])
      void client.invalidateQueries({ queryKey: [name] });
  };
  const save = useSubmit('report.correctCause', {
    onDone: () => {
      for (const laterMs of RECOUNTED_AFTER_MS) setTimeout(refresh, laterMs);
      void message.success(t('report.corrected'));
      onClose();
    },
  });
  const send = ({ cause, reason }: Values) =>
    save.mutate({
      lessonId: line.lessonId,
      roomId: line.roomId,
      cause: cause === 'found' ? null : cause,
      reason,
    });
  const needed = { required: true, whitespace: true, message: t('late.needed') };
  return (
    <Modal open title={t('report.correct')} footer={null} onCancel={onClose} destroyOnHidden>
      <p>
        {line.localDate} · {line.subject} {line.grade} · {line.schoolName} {line.roomName}
      </p>
      <p className="quiet">
        {found !== null && t('report.found', { cause: t(`unserved.${found}`) })} {t('report.correctLead')}
      </p>
      <Form layout="vertical" onFinish={send}>
        <Form.Item name="cause" label={t('report.correctCause')} rules={[needed]}>
          <Select
            options={[
              ...unservedCause.options
                .filter((value) => value !== 'no-link' && value !== 'no-slot')
                .map((value) => ({ value, label: t(`unserved.${value}`) })),
              ...(line.correction === null ? [] : [{ value: 'found', label: t('report.correctBack') }]),
            ]}
          />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('report.correctReason')}
          extra={t('report.correctReasonHelp')}
          rules={[needed]}
        >
          <Input.TextArea rows={2} maxLength={200} />
        </Form.Item>
        {save.isError && <Trouble error={appErrorOf(save.error)} />}
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('report.correctSave')}
        </Button>
      </Form>
    </Modal>
  );
}
