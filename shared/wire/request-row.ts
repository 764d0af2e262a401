import { z } from 'zod';

export type RequestRow = {
  /** Checked as written: an unknown field is refused. */
  readonly body: z.ZodObject;
  readonly answer: z.ZodType;
  /** Stored with its answer under the client's command id, so that a repetition gets the first answer. */
  readonly command: boolean;
  readonly about: string;
};

export const nothing = z.object({});
