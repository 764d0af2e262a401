import { z } from 'zod';
import type { AppError } from '../../../shared/kernel/errors.ts';
import type { TextParams } from '../../../shared/text/text.ts';

/** What to say under a field, as a key of the form texts. */
export type FieldProblem = {
  readonly field: string;
  /** Which of the field's rows it is, counted from 0, where it holds rows. */
  readonly row?: number;
  readonly key: 'form.required' | 'form.tooShort' | 'form.tooLong' | 'form.outOfRange' | 'form.invalid';
  readonly params?: TextParams;
};

const refusal = z.object({
  field: z.string(),
  reason: z.enum([
    'unknown',
    'taken',
    'mismatch',
    'duplicate',
    'range',
    'cycle',
    'inUse',
    'local',
    'elsewhere',
  ]),
});

/** Which field the server refused and why; null when it named none that has words. */
export function refusedField(error: AppError | null): {
  readonly field: string;
  readonly row?: number;
  readonly key: RefusedKey;
} | null {
  if (error?.code !== 'INVALID_VALUE') return null;
  const read = refusal.safeParse(error.params);
  if (!read.success) return null;
  const [field = '', row] = read.data.field.split('.');
  const own = ownWords.find((key) => key === `refused.${field}.${read.data.reason}`);
  return { field, ...rowOf(row), key: own ?? `refused.${read.data.reason}` };
}

/** Fields of which more can be said than of any other. */
const ownWords = [
  'refused.plays.mismatch',
  'refused.plays.range',
  'refused.keptUntil.range',
  'refused.rooms.taken',
  'refused.lecturerId.taken',
  'refused.lectureRoomId.taken',
  'refused.leadingClassId.taken',
] as const;
type RefusedKey = `refused.${z.infer<typeof refusal>['reason']}` | (typeof ownWords)[number];

const rowOf = (part: PropertyKey | undefined): { readonly row?: number } =>
  part !== undefined && /^\d+$/.test(String(part)) ? { row: Number(String(part)) } : {};

/**
 * The first thing wrong with each field, by the same table that the server reads. A field that holds rows has their problems: `isAsked` knows
 * the form's own fields.
 */
export function fieldProblems(
  schema: z.ZodType,
  body: unknown,
  isAsked: (field: string) => boolean = () => false,
): FieldProblem[] {
  const read = schema.safeParse(body);
  if (read.success) return [];
  const problems = new Map<string, FieldProblem>();
  for (const issue of read.error.issues) {
    const names = issue.path.filter((part) => typeof part === 'string');
    const field = names.find(isAsked) ?? names.at(-1) ?? '';
    const row = rowOf(issue.path[issue.path.indexOf(field) + 1]);
    if (!problems.has(field))
      problems.set(field, { field, ...row, ...problemOf(issue, valueAt(body, issue.path)) });
  }
  return [...problems.values()];
}

function problemOf(issue: z.core.$ZodIssue, value: unknown): Pick<FieldProblem, 'key' | 'params'> {
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0))
    return { key: 'form.required' };
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    const limit = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum);
    if (issue.origin === 'string')
      return issue.code === 'too_small'
        ? { key: limit <= 1 ? 'form.required' : 'form.tooShort', params: { limit } }
        : { key: 'form.tooLong', params: { limit } };
    return { key: 'form.outOfRange', params: { limit } };
  }
  return { key: 'form.invalid' };
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    body,
  );
}
