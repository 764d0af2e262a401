import { App, Button, Drawer, Form, Input } from 'antd';
import { useRows } from '../api/queries.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { type Choice, useRoomChoices, useSchoolNames } from '../directory/choices.ts';
import { ChoiceField, NumberField, SubjectField, TextField } from '../directory/fields.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { todayAt } from '../shell/today.ts';
import { useText } from '../text.ts';
import { KindFields } from './KindFields.tsx';
import { LeadFields, MemberField } from './PeopleFields.tsx';
import { askedFor, type PlanValues, planBody, settledBy } from './plan.model.ts';

type PlanProps = { readonly open: boolean; readonly onClose: () => void };

/** The usual lesson; a form's first values. */
const usual = { kind: 'delivery', mode: 'interactive', durationMinutes: 40 } as const;

/** One dated lesson of any kind. A link fills in what it knows; everything may be changed. */
export function PlanDrawer({ open, onClose }: PlanProps) {
  const t = useText();
  const { message } = App.useApp();
  const plan = useRouteForm('lesson.plan', {
    toBody: planBody,
    askedAs: { startMinute: 'startTime' },
    refresh: ['lesson.list'],
    onDone: () => {
      void message.success(t('lessons.planned'));
      plan.reset();
      onClose();
    },
  });
  const links = useRows('link', {}).data ?? [];
  const rooms = useRows('room', {}).data ?? [];
  const kind = Form.useWatch('kind', plan.form) ?? usual.kind;
  const mode = Form.useWatch('mode', plan.form) ?? usual.mode;
  const asked = askedFor(kind, mode);
  const linkChoices = useLinkChoices();
  return (
    <Drawer open={open} onClose={onClose} title={t('lessons.plan')} size={480} destroyOnHidden>
      <Form<PlanValues> {...plan.formProps} initialValues={{ ...usual, localDate: todayAt(Date.now()) }}>
        <KindFields form={plan.form} kind={kind} mode={mode} />
        {asked.rooms && (
          <ChoiceField
            name="linkId"
            label="lessons.link"
            help="lessons.linkHelp"
            options={linkChoices}
            optional
            onChange={(linkId) => plan.form.setFieldsValue(settledBy(linkId, links, rooms))}
          />
        )}
        <div className="field-pair">
          <SubjectField />
          <TextField name="grade" label="lesson.grade" />
        </div>
        <div className="field-pair">
          <Form.Item name="localDate" label={t('coverage.date')}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="startTime" label={t('lessons.time')}>
            <Input type="time" />
          </Form.Item>
        </div>
        <NumberField name="durationMinutes" label="lesson.durationMinutes" min={5} max={240} />
        <LeadFields asked={asked} />
        {asked.members !== null && <MemberField as={asked.members} />}
        {asked.rooms && <RoomField />}
        {plan.error && <Trouble error={plan.error} />}
        <Button type="primary" htmlType="submit" block loading={plan.pending}>
          {t('lessons.planSubmit')}
        </Button>
      </Form>
    </Drawer>
  );
}

function RoomField() {
  const rooms = useRoomChoices({ end: 'listening' });
  return <ChoiceField name="roomIds" label="lesson.rooms" multiple options={rooms} />;
}

function useLinkChoices(): Choice[] {
  const schoolName = useSchoolNames();
  return (useRows('link', {}).data ?? []).map(({ id, fields }) => ({
    value: id,
    label: `${schoolName(fields.fromSchoolId)} → ${schoolName(fields.toSchoolId)} · ${fields.subject} ${fields.grade}`,
  }));
}
