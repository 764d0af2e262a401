import { App, Button, Form, Input, Modal, Radio } from 'antd';
import { localDate } from '../../../shared/kernel/time.ts';
import type { RecordingCard } from '../../../shared/recording.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { dateTimeText, shortDateText } from '../shell/format.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useLanguage, useText } from '../text.ts';
import { type KeepValues, keepBody } from './recordings.model.ts';

/** Until when it is there, and why somebody settled that. */
export function Kept({ card, onKeep }: { readonly card: RecordingCard; readonly onKeep: () => void }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  if (card.state === 'removed') return '—';
  const until = localDate.safeParse(card.keptUntil);
  return (
    <>
      {until.success ? shortDateText(until.data, locale) : t('asset.forever')}{' '}
      {card.may.includes('change') && card.state === 'closed' && (
        <Button type="link" size="small" className="recordings-keep" onClick={onKeep}>
          {t('asset.keep')}
        </Button>
      )}
      {card.keptReason !== undefined && <div className="quiet">{card.keptReason}</div>}
    </>
  );
}

type KeepProps = { readonly card: RecordingCard; readonly onClose: () => void };

/** Another day than the rule of its kind has, with a reason that stands beside it. */
export function KeepRecording({ card, onClose }: KeepProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const { message } = App.useApp();
  const keep = useRouteForm('recording.keep', {
    toBody: (values: KeepValues) => keepBody(card.recordingId, values),
    refresh: ['recording.list'],
    onDone: () => {
      void message.success(t('asset.keep.done'));
      onClose();
    },
  });
  const initial: KeepValues = {
    way: card.keptUntil === null ? 'good' : 'day',
    keptUntil: card.keptUntil ?? '',
    reason: '',
  };
  const way = Form.useWatch('way', keep.form) ?? initial.way;
  return (
    <Modal open title={t('asset.keep.title')} footer={null} onCancel={onClose} destroyOnHidden>
      <p>
        {[card.subject, card.grade].filter((each) => each !== '').join(' · ')} · {card.lecturerName} ·{' '}
        {dateTimeText(card.startedAtMs, locale)}
      </p>
      <p className="quiet">{t('asset.keep.lead')}</p>
      <Form<KeepValues> {...keep.formProps} initialValues={initial}>
        <Form.Item name="way" label={t('asset.keep.way')}>
          <Radio.Group
            options={(['day', 'good'] as const).map((value) => ({
              value,
              label: t(`asset.keep.way.${value}`),
            }))}
          />
        </Form.Item>
        {way === 'day' && (
          <Form.Item name="keptUntil" label={t('asset.keep.day')}>
            <Input type="date" />
          </Form.Item>
        )}
        <Form.Item name="reason" label={t('asset.keep.reason')}>
          <Input.TextArea rows={2} maxLength={200} />
        </Form.Item>
        {keep.error && <Trouble error={keep.error} />}
        <Button type="primary" htmlType="submit" loading={keep.pending}>
          {t('asset.keep.save')}
        </Button>
      </Form>
    </Modal>
  );
}
