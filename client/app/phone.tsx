import { phoneRoutes } from '../../shared/wire/phone-routes.ts';
import '../ui/tokens.css';
import '../phone/phone.css';
import { createRoot } from 'react-dom/client';
import { phoneCode } from '../../shared/phone.ts';
import { callerOf } from '../live/call-row.ts';
import { browserEnvironment } from '../live/environment.ts';
import { createHelperClient } from '../live/helper-client.ts';
import { Phone } from '../phone/Phone.tsx';
import { PhoneApp } from '../phone/phone-app.ts';
import { loadText, localeOf, TextProvider } from '../phone/text.ts';

/** `#c=…` of the scanned address. It goes out of sight at once: a code opens a door for a minute. */
function takeCode(): string | null {
  const said = new URLSearchParams(location.hash.slice(1)).get('c');
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
  if (said === null) return null;
  const code = phoneCode.safeParse(said);
  // What is no code at all is answered like one that is over.
  return code.success ? code.data : 'x'.repeat(22);
}

/** A page of another version loads itself anew, but never in a circle. */
function reload(): void {
  const storageKey = 'sanketang.reloadedAt';
  const lastMs = Number(sessionStorage.getItem(storageKey) ?? 0);
  if (Date.now() - lastMs < 60_000) return;
  sessionStorage.setItem(storageKey, String(Date.now()));
  location.reload();
}

async function start(): Promise<void> {
  const place = document.getElementById('app');
  if (place === null) throw new Error('phone.html has no place for the app');
  const app = new PhoneApp({
    environment: browserEnvironment(),
    call: callerOf(phoneRoutes),
    connect: createHelperClient,
    reload,
  });
  void app.start(takeCode());
  const locale = localeOf(location.search, navigator.languages);
  const text = await loadText(locale);
  document.documentElement.lang = locale;
  document.title = text('phone.title');
  createRoot(place).render(
    <TextProvider value={text}>
      <Phone app={app} />
    </TextProvider>,
  );
  // The same tab scanned another code.
  window.addEventListener('hashchange', () => void app.start(takeCode()));
}

void start();
