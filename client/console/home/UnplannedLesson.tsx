import { AutoComplete, Button, Drawer, Form, InputNumber } from 'antd';
import { useNavigate } from 'react-router';
import { useRouteForm } from '../api/useRouteForm.ts';
import { useSubjectChoices } from '../directory/choices.ts';
import { EntriesPicker } from '../directory/list/EntryPicker.tsx';
import { listeningRooms } from '../directory/registers/options.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';

type Values = { subject?: string; durationMinutes?: number | null; roomIds?: string[] };
type UnplannedProps = { readonly open: boolean; readonly onClose: () => void };

/** A lesson without a timetable: what, how long, for whom; then the same pre-flight as any other. */
export function UnplannedLesson({ open, onClose }: UnplannedProps) {
  const t = useText();
  const navigate = useNavigate();
  const subjects = useSubjectChoices();
  const lesson = useRouteForm('lesson.improvise', {
    toBody: (values: Values) => ({ ...values, roomIds: values.roomIds ?? [] }),
    refresh: ['lesson.list'],
    onDone: (card) => void navigate(`/lesson/${card.sessionId}`),
  });
  return (
    <Drawer open={open} onClose={onClose} title={t('home.unplannedLesson')} size={440} destroyOnHidden>
      <p className="quiet">{t('home.unplannedLead')}</p>
      <Form {...lesson.formProps} initialValues={{ durationMinutes: 40 }}>
        <Form.Item name="subject" label={t('lesson.subject')}>
          <AutoComplete options={subjects} autoFocus />
        </Form.Item>
        <Form.Item name="durationMinutes" label={t('lesson.durationMinutes')}>
          <InputNumber min={5} max={240} step={5} />
        </Form.Item>
        <Form.Item name="roomIds" label={t('lesson.rooms')} extra={t('home.unplannedRoomsHelp')}>
          <EntriesPicker from="room" narrowed={listeningRooms} />
        </Form.Item>
        {lesson.error && <Trouble error={lesson.error} />}
        <Button type="primary" htmlType="submit" block loading={lesson.pending}>
          {t('home.toPreflight')}
        </Button>
      </Form>
    </Drawer>
  );
}
