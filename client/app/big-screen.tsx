import { bigScreenRoutes } from '../../shared/wire/big-screen-routes.ts';
import '../ui/tokens.css';
import '../big-screen/big-screen.css';
import { createRoot } from 'react-dom/client';
import { BigScreen } from '../big-screen/BigScreen.tsx';
import { BigScreenApp } from '../big-screen/big-screen-app.ts';
import { loadText, localeOf, TextProvider } from '../big-screen/text.ts';
import { callRow } from '../live/call-row.ts';

async function start(): Promise<void> {
  const place = document.getElementById('app');
  if (place === null) throw new Error('big-screen.html has no place for the app');
  const locale = localeOf(location.search, navigator.languages);
  // The secret stands behind the #: a fragment never goes over the line with the address.
  const token = location.hash.slice(1);
  const app = new BigScreenApp({
    read: () => callRow(bigScreenRoutes['bigScreen.read'], { token }),
    nowMs: () => Date.now(),
    later: (work, ms) => void setTimeout(work, ms),
    reload: () => location.reload(),
  });
  app.start();
  const text = await loadText(locale);
  document.documentElement.lang = locale;
  createRoot(place).render(
    <TextProvider value={text}>
      <BigScreen app={app} locale={locale} />
    </TextProvider>,
  );
  window.addEventListener('hashchange', () => location.reload());
}

void start();
