import { z } from 'zod';

/**
 * Why a letter was not taken: `status` when the other side answered something else than 2xx, `tooOld` when it waited too long; the others
 * when there was no answer.
 */
export const deliveryFailure = z.object({
  reason: z.enum(['status', 'private', 'unknownName', 'unreachable', 'untrusted', 'timeout', 'tooOld']),
  /** Of HTTP; null when there was no answer. */
  status: z.int().nullable(),
});
export type DeliveryFailure = z.infer<typeof deliveryFailure>;

/** One letter 推送 to another system, and how it went. */
export const delivery = z.object({
  id: z.uuid(),
  event: z.string(),
  createdAtMs: z.int(),
  tryCount: z.int(),
  state: z.discriminatedUnion('state', [
    /** `failure` of the last try, if there was one. */
    z.object({ state: z.literal('waiting'), nextAtMs: z.int(), failure: deliveryFailure.nullable() }),
    z.object({ state: z.literal('sent'), doneAtMs: z.int() }),
    /** Given up after the last try; may be sent again by hand. */
    z.object({ state: z.literal('dead'), doneAtMs: z.int(), failure: deliveryFailure }),
  ]),
});
export type Delivery = z.infer<typeof delivery>;
