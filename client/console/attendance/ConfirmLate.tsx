import { App, Button, Drawer, Form, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import type { SessionAttendance } from '../../../shared/attendance.ts';
import type { AppError } from '../../../shared/kernel/errors.ts';
import type { RoomId, SchoolId } from '../../../shared/kernel/ids.ts';
import { DAY_MS } from '../../../shared/kernel/time.ts';
import type { Me } from '../../../shared/person.ts';
import {
  type ConfirmationFields,
  confirmationCause,
  confirmationOutcome,
} from '../../../shared/session/session.events.ts';
import { sayOnce } from '../../live/say-once.ts';
import { useMe } from '../api/queries.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';

/** As long as the server takes a confirmation. */
const OPEN_MS = 7 * DAY_MS;

type Props = { readonly facts: SessionAttendance; readonly onDone: () => void };

/** For a week the staff of a room may say by their sign-in what its phone did not: what became of the lesson, and how many were there. */
export function ConfirmLate({ facts, onDone }: Props) {
  const t = useText();
  const me = useMe().data;
  const [open, setOpen] = useState(false);
  if (me === undefined || (facts.endedAtMs !== null && Date.now() - facts.endedAtMs > OPEN_MS)) return null;
  // A lesson that nobody opened has no end; that its time is over is told by its verdict.
  const rooms = facts.rooms.filter(
    (room) => (facts.endedAtMs !== null || room.verdict.state !== 'open') && mayConfirm(me, room.schoolId),
  );
  if (rooms.length === 0) return null;
  const done = () => {
    setOpen(false);
    onDone();
  };
  return (
    <p>
      <Button onClick={() => setOpen(true)}>{t('late.open')}</Button>
      <Drawer open={open} title={t('late.title')} onClose={() => setOpen(false)} destroyOnHidden>
        <p className="quiet">{t('late.lead')}</p>
        <LateForm sessionId={facts.sessionId} rooms={rooms} onDone={done} />
      </Drawer>
    </p>
  );
}

/** The room's own people, and whoever administers its whole region: a leading school does not speak for those whom it serves. */
const mayConfirm = (me: Me, schoolId: SchoolId): boolean =>
  me.roles.some(({ role, scope }) =>
    scope.kind === 'school'
      ? (role === 'admin' || role === 'localTeacher') && scope.schoolId === schoolId
      : role === 'admin',
  );

type Values = ConfirmationFields & { roomId: RoomId; presentCount: number | null };
type FormProps = {
  readonly sessionId: SessionAttendance['sessionId'];
  readonly rooms: SessionAttendance['rooms'];
  readonly onDone: () => void;
};

function LateForm({ sessionId, rooms, onDone }: FormProps) {
  const t = useText();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const [form] = Form.useForm<Values>();
  const outcome = Form.useWatch('outcome', form);
  const needsCause = outcome === 'partly' || outcome === 'failed';
  const send = async ({ roomId, presentCount, ...said }: Values) => {
    setBusy(true);
    const cause = said.outcome === 'held' ? null : said.cause;
    const { clarity = null, following = null } = said;
    const confirmation = { sessionId, roomId, outcome: said.outcome, cause, clarity, following };
    const confirmed = await sayOnce('confirmation.set', confirmation);
    const result =
      confirmed.ok && typeof presentCount === 'number'
        ? await sayOnce('headCount.set', { sessionId, roomId, presentCount })
        : confirmed;
    setBusy(false);
    setError(result.ok ? null : result.error);
    if (!result.ok) return;
    void message.success(t('late.done'));
    onDone();
  };
  const marks = [1, 2, 3, 4, 5].map((value) => ({ value, label: String(value) }));
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{ roomId: rooms[0]?.roomId }}
      onFinish={(values: Values) => void send(values)}
    >
      {rooms.length > 1 && (
        <Form.Item name="roomId" label={t('late.room')}>
          <Select
            options={rooms.map((room) => ({
              value: room.roomId,
              label: `${room.schoolName} ${room.roomName}`,
            }))}
          />
        </Form.Item>
      )}
      {rooms.length === 1 && <Form.Item name="roomId" hidden />}
      <Form.Item
        name="outcome"
        label={t('late.outcome')}
        rules={[{ required: true, message: t('late.needed') }]}
      >
        <Radio.Group
          options={confirmationOutcome.options.map((value) => ({ value, label: t(`late.${value}`) }))}
        />
      </Form.Item>
      {needsCause && (
        <Form.Item
          name="cause"
          label={t('late.cause')}
          rules={[{ required: true, message: t('late.needed') }]}
        >
          <Select
            options={confirmationCause.options.map((value) => ({ value, label: t(`late.cause.${value}`) }))}
          />
        </Form.Item>
      )}
      <Form.Item name="clarity" label={t('late.clarity')}>
        <Radio.Group options={marks} />
      </Form.Item>
      <Form.Item name="following" label={t('late.following')}>
        <Radio.Group options={marks} />
      </Form.Item>
      <Form.Item name="presentCount" label={t('late.count')}>
        <InputNumber min={0} max={500} precision={0} />
      </Form.Item>
      {error !== null && <Trouble error={error} />}
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('late.save')}
      </Button>
    </Form>
  );
}
