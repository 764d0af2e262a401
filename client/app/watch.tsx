import { watchRoutes } from '../../shared/wire/watch-routes.ts';
import '../ui/tokens.css';
import '../watch/watch.css';
import { createRoot } from 'react-dom/client';
import { callerOf } from '../live/call-row.ts';
import { browserEnvironment } from '../live/environment.ts';
import { createLiveClient } from '../live/live-client.ts';
import { loadText, localeOf, TextProvider } from '../watch/text.ts';
import { Watch } from '../watch/Watch.tsx';
import { WatchApp } from '../watch/watch-app.ts';

/** A page of another version loads itself anew, but never in a circle. */
function reload(): void {
  const storageKey = 'sanketang.reloadedAt';
  const lastMs = Number(sessionStorage.getItem(storageKey) ?? 0);
  if (Date.now() - lastMs < 60_000) return;
  sessionStorage.setItem(storageKey, String(Date.now()));
  location.reload();
}

/** Eyes on a phone rest in the dark as well as in the light: the same tokens, as the phone is set. */
function followTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const set = () => {
    document.documentElement.dataset['theme'] = dark.matches ? 'dark' : 'light';
  };
  dark.addEventListener('change', set);
  set();
}

async function start(): Promise<void> {
  const place = document.getElementById('app');
  if (place === null) throw new Error('watch.html has no place for the app');
  followTheme();
  const locale = localeOf(location.search, navigator.languages);
  const live = createLiveClient({ door: 'watch', camera: 'listening', showByDefault: 'none' });
  // The link stays in the address, so that it can be handed on and opened again; a fragment never goes over the line.
  const token = location.hash.slice(1);
  const app = new WatchApp({
    environment: browserEnvironment(),
    live,
    call: callerOf(watchRoutes),
    token,
    reload,
  });
  document.addEventListener('visibilitychange', () => app.visibleIs(document.visibilityState === 'visible'));
  app.start();
  const text = await loadText(locale);
  document.documentElement.lang = locale;
  document.title = text('watch.title');
  createRoot(place).render(
    <TextProvider value={text}>
      <Watch app={app} live={live} />
    </TextProvider>,
  );
  window.addEventListener('hashchange', () => location.reload());
}

void start();
