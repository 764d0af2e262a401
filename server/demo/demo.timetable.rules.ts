import { addDays, type LocalDate } from '../../shared/kernel/time.ts';

export const LESSON_MINUTES = 40;

/** A lesson of the demonstration, before it has ids. */
export type DemoLesson = {
  readonly lecturer: string;
  readonly subject: string;
  readonly grade: string;
  readonly rooms: readonly string[];
  readonly localDate: LocalDate;
  readonly startMinute: number;
};

type Course = Pick<DemoLesson, 'lecturer' | 'subject' | 'grade' | 'rooms'>;
const music: Course = {
  lecturer: 'music',
  subject: '音乐',
  grade: '三年级',
  rooms: ['taoshuwan-1', 'dagou-1', 'yangjiaya-1', 'zhulin-1'],
};
const english: Course = {
  lecturer: 'english',
  subject: '英语',
  grade: '三年级',
  rooms: ['taoshuwan-1', 'maliu-1', 'zhulin-1'],
};
const laterEnglish: Course = { lecturer: 'english', subject: '英语', grade: '五年级', rooms: ['shuimo-2'] };
const science: Course = {
  lecturer: 'science',
  subject: '科学',
  grade: '五年级',
  rooms: ['shimenkan-2', 'yangjiaya-2'],
};
const art: Course = {
  lecturer: 'science',
  subject: '美术',
  grade: '三年级',
  rooms: ['dagou-1', 'shimenkan-1'],
};

const at = (hour: number, minute: number) => hour * 60 + minute;
const week: readonly { readonly course: Course; readonly day: number; readonly startMinute: number }[] = [
  { course: english, day: 0, startMinute: at(10, 20) },
  { course: science, day: 0, startMinute: at(14, 0) },
  { course: music, day: 1, startMinute: at(9, 20) },
  { course: laterEnglish, day: 1, startMinute: at(14, 0) },
  { course: english, day: 2, startMinute: at(10, 20) },
  { course: science, day: 2, startMinute: at(14, 0) },
  { course: music, day: 3, startMinute: at(9, 20) },
  { course: laterEnglish, day: 3, startMinute: at(14, 0) },
  { course: art, day: 4, startMinute: at(9, 20) },
  { course: english, day: 4, startMinute: at(10, 20) },
];

/** A week's lessons as the timetable has them. */
export const regularWeek = (monday: LocalDate): DemoLesson[] =>
  week.map(({ course, day, startMinute }) => ({ ...course, localDate: addDays(monday, day), startMinute }));

/** Taught in a few minutes from now, one by each lecturer, no room twice: a visitor can start any of them at once. */
const nearNow: readonly Course[] = [music, laterEnglish, science];

/** Monday of the week; on a Saturday or Sunday of the week to come, whose lessons can still be taught. */
export function mondayOf(today: LocalDate): LocalDate {
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(today, weekday < 5 ? -weekday : 7 - weekday);
}

/**
 * The week's lessons, with today's timetable making way for the lessons near now. Those begin at the next five minutes that are at
 * least one minute away, and late in the evening early enough to end by midnight.
 */
export function timetable(now: { readonly date: LocalDate; readonly minute: number }): readonly DemoLesson[] {
  const monday = mondayOf(now.date);
  const nearStart = Math.min(Math.ceil((now.minute + 1) / 5) * 5, 24 * 60 - LESSON_MINUTES);
  // Also what should be running now but nobody has started: the screens would wait for it instead.
  const clashes = (lesson: DemoLesson) =>
    lesson.localDate === now.date &&
    lesson.startMinute < nearStart + LESSON_MINUTES &&
    lesson.startMinute + LESSON_MINUTES > Math.min(now.minute, nearStart);
  const regular = regularWeek(monday).filter((lesson) => !clashes(lesson));
  const near = nearNow.map((course) => ({ ...course, localDate: now.date, startMinute: nearStart }));
  return [...regular, ...near].toSorted(
    (a, b) => a.localDate.localeCompare(b.localDate) || a.startMinute - b.startMinute,
  );
}
