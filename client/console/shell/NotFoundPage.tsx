import { Link } from 'react-router';
import { useText } from '../text.ts';
import { Page } from './Page.tsx';

export function NotFoundPage() {
  const t = useText();
  return (
    <Page title={t('app.notFound')} lead={t('app.notFoundLead')}>
      <Link to="/">{t('nav.home')}</Link>
    </Page>
  );
}
