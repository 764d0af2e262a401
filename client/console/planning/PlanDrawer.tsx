import { App, Button, Checkbox, Drawer, Form, Input, Select } from 'antd';
import { ownNames, teachingLanguages, USUAL_LANGUAGE } from '../../../shared/caption/language.ts';
import { recordingLicence } from '../../../shared/recording-kinds.ts';
import { mayRecordStage } from '../../../shared/session/session.policy.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { EntriesField, EntryField, NumberField, SubjectField, TextField } from '../directory/fields.tsx';
import { listEntries } from '../directory/list/entries.ts';
import { knownFields, learnRows } from '../directory/list/names.ts';
import { listeningRooms } from '../directory/registers/options.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { todayAt } from '../shell/today.ts';
import { useText } from '../text.ts';
import { KindFields } from './KindFields.tsx';
import { LeadFields, MemberField } from './PeopleFields.tsx';
import { PlaysField } from './PlaysField.tsx';
import { askedFor, type PlanValues, planBody, settledBy } from './plan.model.ts';

type PlanProps = { readonly open: boolean; readonly onClose: () => void };

/** The usual lesson; a form's first values. */
const usual = {
  ...({ kind: 'delivery', mode: 'interactive', durationMinutes: 40 } as const),
  ...({ recording: 'off', language: USUAL_LANGUAGE } as const),
};
const recordings = ['off', ...recordingLicence.options] as const;

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
  const kind = Form.useWatch('kind', plan.form) ?? usual.kind;
  const mode = Form.useWatch('mode', plan.form) ?? usual.mode;
  const recording = Form.useWatch('recording', plan.form) ?? usual.recording;
  const asked = askedFor(kind, mode);
  const settle = async (linkId: string) => {
    const link = knownFields('link', linkId);
    const { rows } = await listEntries('room', { ...listeningRooms, schoolId: `${link?.['toSchoolId']}` });
    learnRows('room', rows);
    // Meanwhile another may have been chosen.
    if (plan.form.getFieldValue('linkId') !== linkId) return;
    const roomIds = rows.map(({ id }) => id);
    plan.form.setFieldsValue(settledBy(link, roomIds));
  };
  return (
    <Drawer open={open} onClose={onClose} title={t('lessons.plan')} size={480} destroyOnHidden>
      <Form<PlanValues> {...plan.formProps} initialValues={{ ...usual, localDate: todayAt(Date.now()) }}>
        <KindFields form={plan.form} kind={kind} mode={mode} />
        {asked.plays && <PlaysField form={plan.form} />}
        {asked.rooms && (
          <EntryField
            name="linkId"
            label="lessons.link"
            help="lessons.linkHelp"
            from="link"
            narrowed={{ field: 'status.state', value: 'accepted' }}
            optional
            onChosen={(linkId) => linkId !== undefined && void settle(linkId)}
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
        {!asked.plays && <LeadFields asked={asked} />}
        {asked.members !== null && <MemberField as={asked.members} />}
        {kind === 'master' && (
          <EntryField name="groupId" label="group.meeting" help="group.meetingHelp" from="group" optional />
        )}
        {asked.rooms && (
          <EntriesField name="roomIds" label="lesson.rooms" from="room" narrowed={listeningRooms} />
        )}
        <Form.Item name="language" label={t('language.teaching')}>
          <Select
            options={teachingLanguages.map((value) => ({
              value,
              label: `${t(`language.${value}`)} ${ownNames[value]}`,
            }))}
          />
        </Form.Item>
        {!asked.plays && (
          <Form.Item name="recording" label={t('recording.plan')} extra={t('recording.plan.help')}>
            <Select options={recordings.map((value) => ({ value, label: t(`recording.plan.${value}`) }))} />
          </Form.Item>
        )}
        {recording !== 'off' && mayRecordStage({ kind, mode }) && (
          <Form.Item name="stage" valuePropName="checked" extra={t('recording.plan.stage.help')}>
            <Checkbox>{t('recording.plan.stage')}</Checkbox>
          </Form.Item>
        )}
        {plan.error && <Trouble error={plan.error} />}
        <Button type="primary" htmlType="submit" block loading={plan.pending}>
          {t('lessons.planSubmit')}
        </Button>
      </Form>
    </Drawer>
  );
}
