/** A point's need, who meets it, and since when not any more. */
export type DemoNeed = {
  readonly point: string;
  readonly subject: string;
  readonly grade: string;
  readonly periodsPerWeek: number;
  readonly reason: string;
  /** The leading school of its link; null is a need that nobody has taken on. */
  readonly from: string | null;
  readonly label: string;
  /** Days from this week's Monday to the withdrawal, with its reason. */
  readonly withdrawn: { readonly afterDays: number; readonly reason: string } | null;
};

type Subject = Pick<DemoNeed, 'subject' | 'grade' | 'periodsPerWeek' | 'reason'>;
const music: Subject = { subject: '音乐', grade: '三年级', periodsPerWeek: 2, reason: '没有音乐教师' };
const art: Subject = { subject: '美术', grade: '三年级', periodsPerWeek: 1, reason: '没有美术教师' };
const english: Subject = { subject: '英语', grade: '三年级', periodsPerWeek: 3, reason: '没有英语教师' };
const science: Subject = { subject: '科学', grade: '五年级', periodsPerWeek: 2, reason: '教师不懂实验' };
const fifth = (subject: Subject): Subject => ({ ...subject, grade: '五年级' });

const need = (
  point: string,
  subject: Subject,
  from: string | null,
  more: Partial<DemoNeed> = {},
): DemoNeed => ({
  point,
  ...subject,
  from,
  label: '',
  withdrawn: null,
  ...more,
});

export const needs: readonly DemoNeed[] = [
  need('taoshuwan', music, 'shiyan'),
  need('taoshuwan', english, 'songping'),
  need('dagou', music, 'shiyan', { label: '定点支教' }),
  need('dagou', art, 'baishi'),
  need('shuimo', fifth(english), 'songping'),
  need('shuimo', fifth(music), null),
  need('shimenkan', science, 'baishi'),
  need('shimenkan', art, 'baishi'),
  need('yangjiaya', music, 'shiyan'),
  need('yangjiaya', science, 'baishi'),
  // Linked, and nobody has put it on the timetable.
  need('yangjiaya', art, 'baishi'),
  need('maliu', english, 'songping'),
  need('maliu', art, null, { withdrawn: { afterDays: -14, reason: '调入一名美术教师' } }),
  need('zhulin', music, 'shiyan'),
  need('zhulin', english, 'songping'),
  need('zhulin', science, null),
  need('zhulin', fifth(art), null, { withdrawn: { afterDays: 2, reason: '改由志愿者授课' } }),
];
