import { Form } from 'antd';
import { EntryName } from '../directory/list/EntryName.tsx';
import { EntryPicker } from '../directory/list/EntryPicker.tsx';
import { useFieldsOf } from '../directory/list/names.ts';
import type { ChosenFrom, Fields, OtherInputProps } from '../directory/list/register.types.ts';
import { lectureRooms, lecturers, ofSchool } from '../directory/registers/options.ts';
import type { ConsoleText } from '../text.ts';
import { firstLinkOf } from './slot.model.ts';

/** What an entry of the leading side is called. */
export const named = (from: ChosenFrom) => (t: ConsoleText, value: unknown) =>
  typeof value === 'string' ? <EntryName from={from} id={value} /> : t('list.empty');

type LeadProps = OtherInputProps & {
  readonly from: ChosenFrom;
  readonly more?: Readonly<Record<string, string>>;
  readonly optional?: boolean;
};

/** The school that leads, which the link of the form's first room says; undefined while that is not known. */
export function useLeadOf(values: Fields): string | undefined {
  const schoolId = useFieldsOf('link', firstLinkOf(values))?.['fromSchoolId'];
  return typeof schoolId === 'string' ? schoolId : undefined;
}

/** Somebody or something of it. */
function LeadInput({ id, value, onChange, from, more, optional }: LeadProps) {
  const form = Form.useFormInstance();
  const schoolId = useLeadOf(Form.useWatch([], form) ?? {});
  return (
    <EntryPicker
      {...(id === undefined ? {} : { id })}
      from={from}
      value={typeof value === 'string' ? value : null}
      onChange={(chosen) => onChange?.(chosen)}
      narrowed={{ ...more, ...ofSchool({ schoolId }) }}
      optional={optional === true}
    />
  );
}

export const LecturerInput = (handed: OtherInputProps) => (
  <LeadInput {...handed} from="person" more={lecturers} />
);
export const LectureRoomInput = (handed: OtherInputProps) => (
  <LeadInput {...handed} from="room" more={lectureRooms} optional />
);
export const LeadingClassInput = (handed: OtherInputProps) => <LeadInput {...handed} from="class" optional />;
