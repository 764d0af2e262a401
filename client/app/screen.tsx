import '../ui/tokens.css';
import '../screen/screen.css';
import { createRoot } from 'react-dom/client';
import { deviceKey } from '../../shared/device.ts';
import { browserEnvironment } from '../live/environment.ts';
import { callRoute } from '../live/http.ts';
import { createLiveClient } from '../live/live-client.ts';
import { PairingKeeper } from '../screen/pairing.ts';
import { RoomCamera } from '../screen/room-camera.ts';
import { Screen } from '../screen/Screen.tsx';
import { ScreenApp } from '../screen/screen-app.ts';
import { watchSound } from '../screen/sound-check.ts';
import { loadText, localeOf, TextProvider } from '../screen/text.ts';
import { keepAwake } from '../screen/wake-lock.ts';

/** `#key=…` of the start address. It goes out of sight at once; the launcher brings it again at every start. */
function takeKey(): string | null {
  const key = deviceKey.safeParse(new URLSearchParams(location.hash.slice(1)).get('key'));
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
  return key.success ? key.data : null;
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
  if (place === null) throw new Error('screen.html has no place for the app');
  const locale = localeOf(location.search, navigator.languages);
  const environment = browserEnvironment();
  const live = createLiveClient({ door: 'screen', camera: 'listening', showByDefault: 'none' });
  const camera = new RoomCamera((track) => {
    void (track === null ? live.unpublish('camera') : live.publish('camera', track));
  });
  const pairing = new PairingKeeper({ environment, call: callRoute, key: takeKey() });
  const app = new ScreenApp({ environment, live, pairing, camera, reload });
  watchSound((sound) => app.soundIs(sound));
  void app.start();
  const text = await loadText(locale);
  document.documentElement.lang = locale;
  document.title = text('screen.title');
  createRoot(place).render(
    <TextProvider value={text}>
      <Screen app={app} live={live} />
    </TextProvider>,
  );
  keepAwake();
  // Somebody typed another start address into the page that is open.
  window.addEventListener('hashchange', () => location.reload());
}

void start();
