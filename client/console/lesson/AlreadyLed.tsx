import { Button } from 'antd';
import { Link } from 'react-router';
import { Page } from '../shell/Page.tsx';
import { useText } from '../text.ts';

/** Two teachers, one lesson: the second is told, and asked to help. */
export function AlreadyLed({ onAssist }: { readonly onAssist: () => void }) {
  const t = useText();
  return (
    <Page title={t('lesson.alreadyLed')} lead={t('lesson.alreadyLedLead')}>
      <div className="button-row">
        <Button type="primary" size="large" onClick={onAssist}>
          {t('lesson.joinAsAssistant')}
        </Button>
        <Link to="/">{t('lesson.backHome')}</Link>
      </div>
    </Page>
  );
}
