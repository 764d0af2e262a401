import { Form } from 'antd';
import { schoolId as schoolIds } from '../../../shared/kernel/ids.ts';
import { useRows } from '../api/queries.ts';
import type { Choice } from '../directory/choices.ts';
import { ChoiceField, EntriesField, EntryField } from '../directory/fields.tsx';
import { useFieldsOf } from '../directory/list/names.ts';
import { lectureRooms, lecturers } from '../directory/registers/options.ts';
import { useText } from '../text.ts';
import { type Asked, ledBy, NO_CLASS } from './plan.model.ts';

/** What stands in a field of the form around, when it is text. */
function useTyped(name: string): string | undefined {
  const value: unknown = Form.useWatch(name);
  return typeof value === 'string' ? value : undefined;
}

/** Who teaches, where, and who sits there: of the leading school once a link says which. */
export function LeadFields({ asked }: { readonly asked: Asked }) {
  const linkId = useTyped('linkId');
  const led = ledBy(useFieldsOf('link', asked.rooms ? (linkId ?? null) : null));
  return (
    <>
      <EntryField
        name="lecturerId"
        label="lesson.lecturer"
        from="person"
        narrowed={{ ...lecturers, ...led }}
      />
      {asked.rooms && (
        <>
          <EntryField
            name="lectureRoomId"
            label="lesson.lectureRoom"
            help="app.optional"
            from="room"
            narrowed={{ ...lectureRooms, ...led }}
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
  const lectureRoomId = useTyped('lectureRoomId');
  const schoolId = useFieldsOf('room', lectureRoomId ?? null)?.['schoolId'];
  return typeof schoolId === 'string' ? <ClassOfSchoolField schoolId={schoolId} /> : null;
}

function ClassOfSchoolField({ schoolId }: { readonly schoolId: string }) {
  const t = useText();
  const classes = useRows('class', { schoolId: schoolIds.parse(schoolId) }).data ?? [];
  const choices = classes.map(({ id, fields }): Choice => ({ value: id, label: fields.name }));
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
  return (
    <EntriesField
      name="memberIds"
      label="plan.members"
      help={`plan.membersHelp.${as}`}
      from="person"
      without={lecturerId ?? null}
    />
  );
}
