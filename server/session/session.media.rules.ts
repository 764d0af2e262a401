import { policyOf } from '../../shared/session/session.policy.ts';
import type { SessionState } from '../../shared/session/session.state.ts';

/** Facts after which the engine may have to do something. */
export const changesMedia: ReadonlySet<string> = new Set([
  'session.started',
  'session.ended',
  'session.reopened',
  'stage.called',
  'stage.released',
  'wall.arranged',
  'wall.spotlit',
  'seat.muted',
  'seat.unmuted',
  'lineVoice.opened',
  'lineVoice.closed',
  'lectern.handed',
  'presence.joined',
  'presence.lost',
  'presence.left',
  // Whoever cannot be heard leaves the stage by that alone.
  'media.disconnected',
  'media.failed',
]);

/** Whether the engine has a part in the session now. */
export const carriesMedia = ({ phase, plan }: SessionState): boolean =>
  (phase.state === 'waiting' || phase.state === 'live') && !playsOnly(plan);

/** What rooms play for themselves the engine has no part in. */
export const playsOnly = (plan: SessionState['plan']): boolean =>
  plan !== null && policyOf(plan).plays === true;
