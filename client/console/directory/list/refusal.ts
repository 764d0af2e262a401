import { z } from 'zod';
import type { AppError } from '../../../../shared/kernel/errors.ts';
import { refusedField } from '../../api/form.model.ts';
import { minuteText } from '../../shell/clock.model.ts';
import { type ConsoleText, errorText } from '../../text.ts';

/** What is to be closed, and lessons to come still need. */
const plannedLessons = z.object({
  reason: z.literal('planned'),
  count: z.number(),
  date: z.string(),
  startMinute: z.number(),
  lesson: z.string(),
});

/** Why the server refused, by the field that it named if there are words for that. */
export function whyRefused(t: ConsoleText, error: AppError): string {
  const planned = plannedLessons.safeParse(error.params);
  if (planned.success) {
    const { startMinute, ...said } = planned.data;
    return t('refused.planned', { ...said, time: minuteText(startMinute) });
  }
  const refused = refusedField(error);
  return refused === null ? errorText(t, error) : t(refused.key);
}
