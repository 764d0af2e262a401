import './timetable.css';
import { Alert, App, Button, Form, InputNumber, Select, Switch } from 'antd';
import { useNavigate } from 'react-router';
import type { AppError } from '../../../shared/kernel/errors.ts';
import { type PlannerProposal, ROOMS_TOGETHER } from '../../../shared/planner.ts';
import { appErrorOf } from '../api/ask.ts';
import { useRows, useSubmit } from '../api/queries.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { Proposal } from './Proposal.tsx';
import { UnplayableLessons } from './Unplayable.tsx';

type PlannerValues = {
  termId?: string;
  overlapPercent?: number;
  together?: boolean;
  roomsMost?: number | null;
};

/** A term's slots: proposed, looked at, and only then stored. */
export function PlannerView() {
  const t = useText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const terms = useRows('term', {});
  const propose = useRouteForm('planner.propose', {
    toBody: ({ termId, overlapPercent = 80, together = true, roomsMost }: PlannerValues) => ({
      termId,
      together,
      ...(together ? { roomsMost } : {}),
      overlapRatio: overlapPercent / 100,
    }),
    askedAs: { overlapRatio: 'overlapPercent' },
    onDone: () => accept.reset(),
  });
  const accept = useSubmit('planner.accept', {
    refresh: ['lesson.list', 'slot.list'],
    onDone: ({ lessons }) => {
      void message.success(t('timetable.plannerAccepted', { lessons }));
      void navigate('/timetable');
    },
  });
  const choices = (terms.data ?? []).map(({ id, fields }) => ({ value: id, label: fields.name }));
  const usual: PlannerValues = {
    overlapPercent: 80,
    together: true,
    roomsMost: ROOMS_TOGETHER.usual,
    ...(choices[0] ? { termId: choices[0].value } : {}),
  };
  const together: unknown = Form.useWatch('together', propose.form);
  const proposal: PlannerProposal | undefined = propose.answer;
  return (
    <section className="register">
      <UnplayableLessons />
      <p className="page-lead">{t('timetable.plannerLead')}</p>
      {terms.data?.length === 0 && <p className="empty">{t('timetable.plannerNoTerm')}</p>}
      {terms.data !== undefined && (
        <Form<PlannerValues> {...propose.formProps} initialValues={usual} className="planner-form">
          <Form.Item name="termId" label={t('timetable.plannerTerm')}>
            <Select options={choices} />
          </Form.Item>
          <Form.Item name="overlapPercent" label={t('timetable.plannerOverlap')}>
            <InputNumber min={50} max={100} precision={0} suffix="%" />
          </Form.Item>
          <Form.Item name="together" label={t('timetable.plannerTogether')} valuePropName="checked">
            <Switch />
          </Form.Item>
          {together !== false && (
            <Form.Item
              name="roomsMost"
              label={t('timetable.plannerRoomsMost')}
              extra={t('timetable.plannerRoomsMostHelp')}
            >
              <InputNumber min={1} max={ROOMS_TOGETHER.most} precision={0} />
            </Form.Item>
          )}
          {propose.error && <Trouble error={propose.error} />}
          <Button type={proposal ? 'default' : 'primary'} htmlType="submit" loading={propose.pending}>
            {t('timetable.plannerPropose')}
          </Button>
        </Form>
      )}
      {proposal && (
        <>
          {accept.error && <Refused error={appErrorOf(accept.error)} />}
          <Proposal proposal={proposal} />
          {proposal.slots.length + proposal.joins.length > 0 && (
            <div>
              <Button
                type="primary"
                loading={accept.isPending}
                onClick={() => accept.mutate({ slots: [...proposal.slots], joins: [...proposal.joins] })}
              >
                {t('timetable.plannerAccept', { lessons: proposal.lessonCount })}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

/** Between the proposal and its acceptance somebody else may have taken an hour. */
function Refused({ error }: { readonly error: AppError }) {
  const t = useText();
  const { row, date } = error.params ?? {};
  if (error.code !== 'INVALID_VALUE' || typeof row !== 'number') return <Trouble error={error} />;
  const at = { row: row + 1 };
  const words =
    date === undefined ? t('timetable.plannerTaken', at) : t('timetable.plannerTakenOn', { ...at, date });
  return <Alert type="error" showIcon role="alert" title={words} />;
}
