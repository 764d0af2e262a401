import { Form, Input, Select } from 'antd';
import {
  ownNames,
  teachingLanguage,
  teachingLanguages,
  USUAL_LANGUAGE,
} from '../../../shared/caption/language.ts';
import { recordingId } from '../../../shared/kernel/ids.ts';
import { lessonRecording, recordingLicence } from '../../../shared/recording-kinds.ts';
import { useAnswer } from '../api/queries.ts';
import type { OtherInputProps } from '../directory/list/register.types.ts';
import { recordingWords, useRecordingChoices } from '../planning/recording-choices.ts';
import { minuteText, readMinute } from '../shell/clock.model.ts';
import { weekdayText } from '../shell/format.ts';
import { todayAt } from '../shell/today.ts';
import { type ConsoleText, useLanguage, useText } from '../text.ts';
import { useLeadOf } from './LeadInputs.tsx';
import { settledByPlayed } from './slot.model.ts';

export function WeekdayWords({ value }: { readonly value: unknown }) {
  const locale = useLanguage((language) => language.locale);
  return typeof value === 'number' ? weekdayText(value, locale) : null;
}

export function WeekdayInput({ value, onChange, ...handed }: OtherInputProps) {
  const locale = useLanguage((language) => language.locale);
  return (
    <Select<number>
      {...handed}
      {...(typeof value === 'number' ? { value } : {})}
      onChange={(day) => onChange?.(day)}
      options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: day, label: weekdayText(day, locale) }))}
    />
  );
}

export function MinuteInput({ id, value, onChange }: OtherInputProps) {
  return (
    <Input
      {...(id === undefined ? {} : { id })}
      type="time"
      value={typeof value === 'number' ? minuteText(value) : ''}
      onChange={({ target }) => onChange?.(readMinute(target.value) ?? undefined)}
    />
  );
}

export function languageWords(t: ConsoleText, value: unknown): string {
  const language = teachingLanguage.safeParse(value).data ?? USUAL_LANGUAGE;
  return t(`language.${language}`);
}

/** Chinese where nothing else was said. */
export function LanguageInput({ value, onChange, ...handed }: OtherInputProps) {
  const t = useText();
  return (
    <Select
      {...handed}
      value={teachingLanguage.safeParse(value).data ?? USUAL_LANGUAGE}
      onChange={(language) => onChange?.(language === USUAL_LANGUAGE ? undefined : language)}
      options={teachingLanguages.map((each) => ({
        value: each,
        label: `${t(`language.${each}`)} ${ownNames[each]}`,
      }))}
    />
  );
}

const settings = ['off', ...recordingLicence.options] as const;

const settingOf = (value: unknown): (typeof settings)[number] => {
  const recording = lessonRecording.safeParse(value).data;
  return recording?.on === true ? recording.licence : 'off';
};

export const recordingSetting = (t: ConsoleText, value: unknown): string =>
  t(`recording.plan.${settingOf(value)}`);

/** Whether its lessons are recorded from their start on, and who may see that. */
export function RecordingInput({ value, onChange, ...handed }: OtherInputProps) {
  const t = useText();
  return (
    <Select
      {...handed}
      value={settingOf(value)}
      onChange={(licence) => onChange?.(licence === 'off' ? undefined : { on: true, licence })}
      options={settings.map((each) => ({ value: each, label: t(`recording.plan.${each}`) }))}
    />
  );
}

/** What a slot plays, by what was taught in it. */
export function PlayedWords({ value }: { readonly value: unknown }) {
  const t = useText();
  const id = recordingId.safeParse(value).data;
  return id === undefined ? t('list.empty') : <RecordingWords id={id} />;
}

function RecordingWords({ id }: { readonly id: ReturnType<typeof recordingId.parse> }) {
  const t = useText();
  const { data, isError } = useAnswer('recording.read', { recordingId: id });
  if (data?.state === 'removed' || isError) return <span className="bad">{t('slot.recordingGone')}</span>;
  return data === undefined ? '…' : recordingWords(t, data);
}

/** Of the leading school's recordings that are still kept today; the server asks about the slot's next lesson. */
export function PlayedInput({ value, onChange, ...handed }: OtherInputProps) {
  const t = useText();
  const form = Form.useFormInstance();
  const leadId = useLeadOf(Form.useWatch([], form) ?? {});
  const { selectProps, cardOf } = useRecordingChoices(todayAt(Date.now()), leadId);
  const choose = (id: string | undefined) => {
    const card = id === undefined ? undefined : cardOf(id);
    if (card !== undefined) form.setFieldsValue(settledByPlayed(card, form.getFieldsValue()));
    onChange?.(id);
  };
  return (
    <Select<string>
      {...handed}
      {...selectProps}
      {...(typeof value === 'string' ? { value } : {})}
      onChange={(id?: string) => choose(id)}
      labelRender={({ value: id }) => <PlayedWords value={id} />}
      notFoundContent={t('slot.playsNone')}
      popupMatchSelectWidth={false}
      allowClear
    />
  );
}
