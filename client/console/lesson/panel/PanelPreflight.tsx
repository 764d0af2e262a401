import './panel.css';
import type { JoinedSession } from '../../../live/live.types.ts';
import { useText } from '../../text.ts';
import { LineCount } from '../line/LineCount.tsx';
import { DeskButton } from './DeskButton.tsx';
import { PhoneCode } from './PhoneCode.tsx';
import { hasPhone } from './phone.model.ts';

/** Before the lesson on a panel that pupils see: how the rooms are is shown by the lecturer's phone. */
export function PanelPreflight({ session }: { readonly session: JoinedSession }) {
  const t = useText();
  return (
    <div className="panel-preflight">
      <p>{t('panel.preflight')}</p>
      {hasPhone(session) ? (
        <p role="status">{t('panel.phoneHere')}</p>
      ) : (
        <PhoneCode sessionId={session.sessionId} />
      )}
      <LineCount session={session} />
      <DeskButton />
    </div>
  );
}
