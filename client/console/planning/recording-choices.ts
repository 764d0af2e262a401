import { useState } from 'react';
import type { RecordingCard } from '../../../shared/recording.ts';
import { useAnswer } from '../api/queries.ts';
import { useFieldsOf } from '../directory/list/names.ts';
import { type ConsoleText, useText } from '../text.ts';
import { playableOn } from './plan.model.ts';

const SEARCH_MAX = 60;

/** `音乐 三年级 · 2026/11/20 · 40 分钟 · 陈老师 · 中心小学` */
export const recordingWords = (t: ConsoleText, card: RecordingCard): string =>
  t('plan.plays.option', {
    ...{ subject: card.subject, grade: card.grade, school: card.schoolName, teacher: card.lecturerName },
    date: new Date(card.startedAtMs).toLocaleDateString(document.documentElement.lang),
    minutes: Math.round(card.durationMs / 60_000),
  });

/** What a choice of recordings offers, of those that somebody may see and that are still kept on a day; of one school, if it is said. */
export function useRecordingChoices(localDate: string, schoolId?: string) {
  const t = useText();
  const [search, setSearch] = useState('');
  const school = useFieldsOf('school', schoolId ?? null)?.['name'];
  // A page of them is answered: the school is a part of what is searched, so that others' do not fill it.
  const asked = [typeof school === 'string' ? school : '', search].join(' ').trim().slice(0, SEARCH_MAX);
  const found = useAnswer('recording.list', asked === '' ? {} : { search: asked });
  const cards = playableOn(found.data?.recordings ?? [], localDate).filter(
    (card) => schoolId === undefined || card.schoolId === schoolId,
  );
  return {
    cardOf: (id: string) => cards.find(({ recordingId }) => recordingId === id),
    selectProps: {
      showSearch: {
        filterOption: false as const,
        onSearch: (text: string) => setSearch(text.trim().slice(0, SEARCH_MAX)),
      },
      loading: found.isFetching,
      options: cards.map((card) => ({ value: card.recordingId, label: recordingWords(t, card) })),
    },
  };
}
