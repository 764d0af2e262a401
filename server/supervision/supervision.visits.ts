import type { SessionId } from '../../shared/kernel/ids.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { RequestHandlers } from '../platform/ports.ts';

type Join = RequestHandlers<Actor>['session.join'];

/**
 * Whoever comes into a lesson to watch it unseen 隐身巡课 is told to `visited`, before they see anything; colleagues who were asked to watch by
 * name are not. The lesson's own log has it too; the class learns nothing of either.
 */
export const telling =
  (join: Join, visited: (actor: Actor, sessionId: SessionId) => Promise<void>): Join =>
  async (context, body) => {
    const joined = await join(context, body);
    if (!joined.ok || joined.value.part !== 'observer') return joined;
    const { actor } = context;
    const asked =
      actor.kind === 'person' && joined.value.card.members.some((each) => each.personId === actor.personId);
    if (!asked) await visited(actor, body.sessionId);
    return joined;
  };
