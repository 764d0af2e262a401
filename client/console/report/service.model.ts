import type { OwnService } from '../../../shared/coverage/own.ts';

type Need = OwnService['needs'][number];

/** Fully served, or not yet: with its cause where one was found. */
export type NeedStanding =
  | { readonly state: 'full' }
  | { readonly state: 'partly'; readonly cause: Need['cause'] };

export const needStanding = (need: Need): NeedStanding =>
  need.deliveredCount >= need.neededCount ? { state: 'full' } : { state: 'partly', cause: need.cause };

const shareOf = ({ deliveredCount, neededCount }: Need): number =>
  neededCount > 0 ? Math.min(1, deliveredCount / neededCount) : 1;

/** What lacks most comes first. */
export const needsInOrder = (needs: readonly Need[]): Need[] =>
  needs.toSorted((a, b) => shareOf(a) - shareOf(b) || a.subject.localeCompare(b.subject, 'zh-Hans-CN'));
