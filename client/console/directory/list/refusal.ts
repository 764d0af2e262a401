import type { AppError } from '../../../../shared/kernel/errors.ts';
import { refusedField } from '../../api/form.model.ts';
import { type ConsoleText, errorText } from '../../text.ts';

/** Why the server refused, by the field that it named if there are words for that. */
export function whyRefused(t: ConsoleText, error: AppError): string {
  const refused = refusedField(error);
  return refused === null ? errorText(t, error) : t(refused.key);
}
