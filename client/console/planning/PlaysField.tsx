import { Form, type FormInstance, Select } from 'antd';
import { useState } from 'react';
import type { RecordingCard } from '../../../shared/recording.ts';
import { useAnswer } from '../api/queries.ts';
import { useText } from '../text.ts';
import { type PlanValues, playableOn, settledByRecording } from './plan.model.ts';

/** Which recording the rooms play, of those that somebody may see. */
export function PlaysField({ form }: { readonly form: FormInstance<PlanValues> }) {
  const t = useText();
  const [search, setSearch] = useState('');
  const localDate = Form.useWatch('localDate', form) ?? '';
  const found = useAnswer('recording.list', search === '' ? {} : { search });
  const cards = playableOn(found.data?.recordings ?? [], localDate);
  const wordsOf = (card: RecordingCard): string =>
    t('plan.plays.option', {
      ...{ subject: card.subject, grade: card.grade, school: card.schoolName, teacher: card.lecturerName },
      date: new Date(card.startedAtMs).toLocaleDateString(document.documentElement.lang),
      minutes: Math.round(card.durationMs / 60_000),
    });
  const settle = (id: string) => {
    const card = cards.find(({ recordingId }) => recordingId === id);
    if (card !== undefined) form.setFieldsValue(settledByRecording(card));
  };
  return (
    <Form.Item name="plays" label={t('plan.plays')} extra={t('plan.plays.help')}>
      <Select
        showSearch={{ filterOption: false, onSearch: (text) => setSearch(text.trim().slice(0, 60)) }}
        loading={found.isFetching}
        options={cards.map((card) => ({ value: card.recordingId, label: wordsOf(card) }))}
        onChange={settle}
      />
    </Form.Item>
  );
}
