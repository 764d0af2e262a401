import { Form, type FormInstance, Select } from 'antd';
import { useText } from '../text.ts';
import { type PlanValues, settledByRecording } from './plan.model.ts';
import { useRecordingChoices } from './recording-choices.ts';

/** Which recording the rooms play, of those that somebody may see. */
export function PlaysField({ form }: { readonly form: FormInstance<PlanValues> }) {
  const t = useText();
  const localDate = Form.useWatch('localDate', form) ?? '';
  const { selectProps, cardOf } = useRecordingChoices(localDate);
  const settle = (id: string) => {
    const card = cardOf(id);
    if (card !== undefined) form.setFieldsValue(settledByRecording(card));
  };
  return (
    <Form.Item name="plays" label={t('plan.plays')} extra={t('plan.plays.help')}>
      <Select {...selectProps} onChange={settle} />
    </Form.Item>
  );
}
