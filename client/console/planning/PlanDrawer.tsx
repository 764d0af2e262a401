import { App, Button, Drawer, Form, Input } from 'antd';
import { useAnswer } from '../api/queries.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { type Choice, useRoomChoices, useSchoolNames } from '../directory/choices.ts';
import { ChoiceField, NumberField, SubjectField, TextField } from '../directory/fields.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { todayAt } from '../shell/today.ts';
import { useText } from '../text.ts';
import { leadOf, type PlanValues, planBody, settledBy } from './plan.model.ts';

type PlanProps = { readonly open: boolean; readonly onClose: () => void };

/** One dated lesson. A link fills in what it knows; everything may be changed. */
export function PlanDrawer({ open, onClose }: PlanProps) {
  const t = useText();
  const { message } = App.useApp();
  const plan = useRouteForm('lesson.plan', {
    toBody: planBody,
    refresh: ['lesson.list'],
    onDone: () => {
      void message.success(t('lessons.planned'));
      plan.reset();
      onClose();
    },
  });
  const links = useAnswer('link.list', {}).data ?? [];
  const rooms = useAnswer('room.list', {}).data ?? [];
  return (
    <Drawer open={open} onClose={onClose} title={t('lessons.plan')} size={480} destroyOnHidden>
      <Form<PlanValues>
        {...plan.formProps}
        initialValues={{ durationMinutes: 40, localDate: todayAt(Date.now()) }}
      >
        <ChoiceField
          name="linkId"
          label="lessons.link"
          help="lessons.linkHelp"
          options={useLinkChoices()}
          optional
          onChange={(linkId) => plan.form.setFieldsValue(settledBy(linkId, links, rooms))}
        />
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
        <LeadFields />
        <ChoiceField
          name="roomIds"
          label="lesson.rooms"
          multiple
          options={useRoomChoices({ end: 'listening' })}
        />
        {plan.error && <Trouble error={plan.error} />}
        <Button type="primary" htmlType="submit" block loading={plan.pending}>
          {t('lessons.planSubmit')}
        </Button>
      </Form>
    </Drawer>
  );
}

function useLinkChoices(): Choice[] {
  const schoolName = useSchoolNames();
  return (useAnswer('link.list', {}).data ?? []).map(({ id, fields }) => ({
    value: id,
    label: `${schoolName(fields.fromSchoolId)} → ${schoolName(fields.toSchoolId)} · ${fields.subject} ${fields.grade}`,
  }));
}

/** Who teaches and where: of the leading school once a link says which. */
function LeadFields() {
  const links = useAnswer('link.list', {}).data ?? [];
  const people = useAnswer('person.list', {}).data ?? [];
  const linkId: unknown = Form.useWatch('linkId');
  const schoolId = leadOf(typeof linkId === 'string' ? linkId : undefined, links);
  const schoolName = useSchoolNames();
  const lecturers = people
    .filter(({ fields }) => fields.roles.some(({ role }) => role === 'lecturer'))
    .filter(({ fields }) => schoolId === null || fields.schoolId === schoolId)
    .map(({ id, fields }) => ({
      value: id,
      label: [fields.name, schoolName(fields.schoolId)].filter(Boolean).join(' · '),
    }));
  const rooms = useRoomChoices({ end: 'lecture', schoolId });
  return (
    <>
      <ChoiceField name="lecturerId" label="lesson.lecturer" options={lecturers} />
      <ChoiceField
        name="lectureRoomId"
        label="lesson.lectureRoom"
        help="app.optional"
        options={rooms}
        optional
      />
    </>
  );
}
