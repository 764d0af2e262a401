import type { SubjectFields } from '../../../shared/subject.ts';

/**
 * 《义务教育课程方案（2022 年版）》, Ministry of Education, table 2 (课程设置与课时比例): periods a week in each of the nine grades, weeks of a school
 * year, and the least share of all periods that each subject is to have.
 */
const WEEKLY_PERIODS = [26, 26, 30, 30, 30, 30, 34, 34, 34] as const;
const weeksOf = (grade: number) => (grade === 9 ? 33 : 35);

type Share = { readonly leastShare: number; readonly from: number; readonly to: number };

/**
 * Shares of the whole nine years. Ours: 艺术 (≥9 %) and 历史、地理 (≥3 %) are halved, because schools staff and timetable their parts apart; 劳动 is
 * the one period a week that the plan asks for in words.
 */
const shares = {
  ethics: { leastShare: 0.06, from: 1, to: 9 },
  chinese: { leastShare: 0.2, from: 1, to: 9 },
  maths: { leastShare: 0.13, from: 1, to: 9 },
  english: { leastShare: 0.06, from: 3, to: 9 },
  history: { leastShare: 0.015, from: 7, to: 9 },
  geography: { leastShare: 0.015, from: 7, to: 9 },
  science: { leastShare: 0.08, from: 1, to: 9 },
  computing: { leastShare: 0.01, from: 3, to: 8 },
  sport: { leastShare: 0.1, from: 1, to: 9 },
  music: { leastShare: 0.045, from: 1, to: 9 },
  art: { leastShare: 0.045, from: 1, to: 9 },
  labour: { leastShare: 0, from: 1, to: 9 },
} as const satisfies Record<string, Share>;

export type PlanSubject = keyof typeof shares;
export const planSubjects = Object.keys(shares) as readonly PlanSubject[];

/** Periods that a stretch of grades has in a year, all subjects together. */
function yearly(from: number, to: number): number {
  return WEEKLY_PERIODS.reduce((sum, weekly, index) => {
    const grade = index + 1;
    return grade < from || grade > to ? sum : sum + weekly * weeksOf(grade);
  }, 0);
}

/** A subject's least share, spread over the grades that have it as their weeks are long, in whole periods and never none. */
export function requiredPeriods(subject: PlanSubject): SubjectFields['requiredPeriods'] {
  const { leastShare, from, to } = shares[subject];
  const ratio = (leastShare * yearly(1, 9)) / yearly(from, to);
  return WEEKLY_PERIODS.flatMap((weekly, index) => {
    const grade = index + 1;
    return grade < from || grade > to
      ? []
      : [{ grade, periodsPerWeek: Math.max(1, Math.round(weekly * ratio)) }];
  });
}
