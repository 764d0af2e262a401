import { Form } from 'antd';
import { useRows } from '../api/queries.ts';
import { type Choice, useRoomChoices, useSchoolNames } from '../directory/choices.ts';
import { ChoiceField } from '../directory/fields.tsx';
import { useText } from '../text.ts';
import { type Asked, leadOf, NO_CLASS } from './plan.model.ts';

type Person = NonNullable<ReturnType<typeof usePeople>>[number];
const usePeople = () => useRows('person', {}).data;

/** People as `name · school`. */
function usePeopleChoices(isWanted: (person: Person) => boolean): Choice[] {
  const schoolName = useSchoolNames();
  return (usePeople() ?? []).filter(isWanted).map(({ id, fields }) => ({
    value: id,
    label: [fields.name, schoolName(fields.schoolId)].filter(Boolean).join(' · '),
  }));
}

/** What stands in a field of the form around, when it is text. */
function useTyped(name: string): string | undefined {
  const value: unknown = Form.useWatch(name);
  return typeof value === 'string' ? value : undefined;
}

/** Who teaches, where, and who sits there: of the leading school once a link says which. */
export function LeadFields({ asked }: { readonly asked: Asked }) {
  const links = useRows('link', {}).data ?? [];
  const linkId = useTyped('linkId');
  const schoolId = asked.rooms ? leadOf(linkId, links) : null;
  const lecturers = usePeopleChoices(
    ({ fields }) =>
      fields.roles.some(({ role }) => role === 'lecturer') &&
      (schoolId === null || fields.schoolId === schoolId),
  );
  const rooms = useRoomChoices({ end: 'lecture', schoolId });
  return (
    <>
      <ChoiceField name="lecturerId" label="lesson.lecturer" options={lecturers} />
      {asked.rooms && (
        <>
          <ChoiceField
            name="lectureRoomId"
            label="lesson.lectureRoom"
            help="app.optional"
            options={rooms}
            optional
          />
          <LeadingClassField />
        </>
      )}
    </>
  );
}

/** Only with a lecture room: elsewhere nobody sits with the lecturer. */
function LeadingClassField() {
  const t = useText();
  const lectureRoomId = useTyped('lectureRoomId');
  const school = useRows('room', {}).data?.find(({ id }) => id === lectureRoomId)?.fields.schoolId;
  const classes = useRows('class', {}).data ?? [];
  if (school === undefined) return null;
  const choices = classes
    .filter(({ fields }) => fields.schoolId === school)
    .map(({ id, fields }): Choice => ({ value: id, label: fields.name }));
  return (
    <ChoiceField
      name="leadingClassId"
      label="plan.leadingClass"
      help="plan.leadingClassHelp"
      options={[...choices, { value: NO_CLASS, label: t('plan.noLeadingClass') }]}
      optional
    />
  );
}

/** Colleagues by name, whatever their school; whoever leads is there anyway. */
export function MemberField({ as }: { readonly as: NonNullable<Asked['members']> }) {
  const lecturerId = useTyped('lecturerId');
  const people = usePeopleChoices(({ id }) => id !== lecturerId);
  return (
    <ChoiceField
      name="memberIds"
      label="plan.members"
      help={`plan.membersHelp.${as}`}
      multiple
      options={people}
    />
  );
}
