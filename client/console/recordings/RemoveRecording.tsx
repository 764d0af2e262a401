import { App, Button, Form, Input, Modal } from 'antd';
import type { RecordingCard } from '../../../shared/recording.ts';
import { appErrorOf } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import { dateTimeText } from '../shell/format.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useLanguage, useText } from '../text.ts';

type RemoveProps = { readonly card: RecordingCard; readonly onClose: () => void };

/** Deletes it for good, with a reason that stands in the audit. */
export function RemoveRecording({ card, onClose }: RemoveProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const { message } = App.useApp();
  const remove = useSubmit('recording.remove', {
    refresh: ['recording.list'],
    onDone: () => {
      void message.success(t('asset.removed'));
      onClose();
    },
  });
  const send = ({ reason }: { readonly reason: string }) =>
    remove.mutate({ recordingId: card.recordingId, reason });
  return (
    <Modal open title={t('asset.remove.title')} footer={null} onCancel={onClose} destroyOnHidden>
      <p>
        {[card.subject, card.grade].filter((each) => each !== '').join(' · ')} · {card.lecturerName} ·{' '}
        {dateTimeText(card.startedAtMs, locale)}
      </p>
      <p className="quiet">{t('asset.remove.lead')}</p>
      <Form layout="vertical" onFinish={send}>
        <Form.Item
          name="reason"
          label={t('asset.remove.reason')}
          rules={[{ required: true, whitespace: true, message: t('asset.remove.needed') }]}
        >
          <Input.TextArea rows={2} maxLength={200} />
        </Form.Item>
        {remove.isError && <Trouble error={appErrorOf(remove.error)} />}
        <Button type="primary" danger htmlType="submit" loading={remove.isPending}>
          {t('asset.remove')}
        </Button>
      </Form>
    </Modal>
  );
}
