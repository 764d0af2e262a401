import { type Mirror, mirrorOf, receiveNews } from '../../client/live/mirror.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import type { Joined } from '../../shared/wire/requests.ts';
import { type CallerWish, connectAs, type Sitter } from './sitter.ts';

/** Somebody in a session who keeps exactly what the server tells, and counts what did not fit. */
export type Follower = Sitter & {
  readonly joined: Joined;
  mirror(): Mirror;
  /** News that did not follow on what was known. */
  gapCount(): number;
  /** News that were known already. */
  repeatedCount(): number;
};

export async function follow(wish: CallerWish & { readonly sessionId: SessionId }): Promise<Follower> {
  const sitter = await connectAs(wish);
  const counts = { gap: 0, repeated: 0 };
  let mirror: Mirror | null = null;
  sitter.on('session.changed', (news) => {
    if (mirror === null) throw new Error('news before the answer to joining');
    const step = receiveNews(mirror, news);
    if (step.state === 'applied') mirror = step.mirror;
    else if (step.state === 'gap') counts.gap += 1;
    else counts.repeated += 1;
  });
  const joined = await sitter.get('session.join', { sessionId: wish.sessionId });
  mirror = mirrorOf(joined.snapshot);
  return {
    ...sitter,
    joined,
    mirror: () => mirror ?? mirrorOf(joined.snapshot),
    gapCount: () => counts.gap,
    repeatedCount: () => counts.repeated,
  };
}
