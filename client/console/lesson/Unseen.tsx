import { EyeInvisibleOutlined } from '@ant-design/icons';
import type { JoinedSession } from '../../live/live.types.ts';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { useText } from '../text.ts';

/** Whoever watches unseen is told so, plainly: an inspector 巡课, or a colleague who watches by name 观摩. */
export function Unseen({ session }: { readonly session: JoinedSession }) {
  const t = useText();
  const { personId } = useKnownMe();
  const isMember = session.card.members.some((member) => member.personId === personId);
  return (
    <p className="unseen">
      <EyeInvisibleOutlined aria-hidden="true" /> {t(isMember ? 'observe.member' : 'observe.unseen')}
    </p>
  );
}
