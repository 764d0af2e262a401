import { EyeInvisibleOutlined } from '@ant-design/icons';
import { seatOfPerson } from '../../../shared/session/session.events.ts';
import { isMember } from '../../../shared/session/session.policy.ts';
import type { JoinedSession } from '../../live/live.types.ts';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { useText } from '../text.ts';

/** Whoever watches unseen is told so, plainly: an inspector 巡课, or a colleague who watches by name 观摩. */
export function Unseen({ session }: { readonly session: JoinedSession }) {
  const t = useText();
  const { personId } = useKnownMe();
  const memberIds = session.card.members.map((member) => member.personId);
  const wasAsked = isMember({ memberIds }, seatOfPerson(personId));
  return (
    <p className="unseen">
      <EyeInvisibleOutlined aria-hidden="true" /> {t(wasAsked ? 'observe.member' : 'observe.unseen')}
    </p>
  );
}
