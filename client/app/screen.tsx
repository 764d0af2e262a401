import { deviceRoutes } from '../../shared/wire/device-routes.ts';
import '../ui/tokens.css';
import '../screen/screen.css';
import '../screen/phone-code.css';
import '../screen/voice/voice.css';
import { createRoot } from 'react-dom/client';
import { deviceKey } from '../../shared/device.ts';
import type { StreamSource } from '../../shared/media.ts';
import { callerOf } from '../live/call-row.ts';
import { openCamera, openMicrophone } from '../live/capture.ts';
import { browserEnvironment } from '../live/environment.ts';
import { createLiveClient } from '../live/live-client.ts';
import { Boundary } from '../screen/Boundary.tsx';
import { giveLifeSigns } from '../screen/life-sign.ts';
import { PhoneCode } from '../screen/PhoneCode.tsx';
import { PairingKeeper } from '../screen/pairing.ts';
import { PhoneCodeKeeper } from '../screen/phone-code.ts';
import { RecordedRoom } from '../screen/recorded/recorded-room.ts';
import { browserRenewal } from '../screen/renewal.ts';
import { RoomCapture } from '../screen/room-capture.ts';
import { Screen } from '../screen/Screen.tsx';
import { ScreenApp } from '../screen/screen-app.ts';
import { browserMemory, SelfChecker } from '../screen/self-checker.ts';
import { watchSound } from '../screen/sound-check.ts';
import { loadText, localeOf, TextProvider } from '../screen/text.ts';
import { openChain } from '../screen/voice/chain.ts';
import { RoomVoice } from '../screen/voice/room-voice.ts';
import { VoiceSign } from '../screen/voice/VoiceSign.tsx';
import { keepAwake } from '../screen/wake-lock.ts';

/** `#key=…` of the start address. It goes out of sight at once; the launcher brings it again at every start. */
function takeKey(): string | null {
  const key = deviceKey.safeParse(new URLSearchParams(location.hash.slice(1)).get('key'));
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
  return key.success ? key.data : null;
}

async function start(): Promise<void> {
  const place = document.getElementById('app');
  if (place === null) throw new Error('screen.html has no place for the app');
  const locale = localeOf(location.search, navigator.languages);
  const environment = browserEnvironment();
  const renewal = browserRenewal(environment);
  const live = createLiveClient({ door: 'screen', camera: 'listening', showByDefault: 'none' });
  const send = (source: StreamSource) => (track: MediaStreamTrack | null) => {
    void (track === null ? live.unpublish(source) : live.publish(source, track));
  };
  // As large as the walls show a room that was called; off stage it is sent smaller.
  const camera = new RoomCapture(() => openCamera({ heightPx: 360, framesPerSecond: 20 }), send('camera'));
  const microphone = new RoomCapture(
    () => openMicrophone(voice.wish()),
    (track) => voice.changed(track),
  );
  const voice: RoomVoice = new RoomVoice({
    environment,
    live,
    openChain,
    profile: () => app.facts.get().agenda?.room.audio ?? null,
    renew: () => void microphone.renew(),
  });
  const pairing = new PairingKeeper({ environment, call: callerOf(deviceRoutes), key: takeKey() });
  const app = new ScreenApp({ environment, live, pairing, camera, microphone, renewal });
  app.facts.subscribe(() => voice.follow());
  const selfChecker = new SelfChecker({
    environment,
    live,
    facts: app.facts,
    memory: browserMemory,
    // Once a day at most: no page waits for it.
    run: async () => {
      const { runCheck } = await import('../live/self-check/self-check.ts');
      return runCheck(environment, app.facts.get().agenda?.room.audio);
    },
  });
  const phoneCode = new PhoneCodeKeeper({
    environment,
    live,
    roomId: () => app.facts.get().agenda?.room.roomId ?? null,
    origin: location.origin,
  });
  const recorded = new RecordedRoom({
    environment,
    live,
    open: async (wish) => (await import('../replay/room-deck.tsx')).openRoomDeck(wish),
  });
  const pressed = () => {
    // The first press of a silent screen is for its sound.
    if (app.facts.get().sound !== 'blocked') phoneCode.pressed();
  };
  window.addEventListener('keydown', ({ key }) => {
    if (voice.key(key, true)) return;
    const played = recorded.key(key);
    if (played === null) return pressed();
    // OK asks for the phone's code in every lesson: in this one it stands there as long as the recording does not go on.
    const isShown = phoneCode.facts.get().place === 'large';
    if (played !== 'back' && isShown !== (played === 'paused')) phoneCode.pressed();
  });
  window.addEventListener('keyup', ({ key }) => void voice.key(key, false));
  window.addEventListener('blur', () => voice.letGo());
  window.addEventListener('pointerdown', pressed);
  watchSound((sound) => app.soundIs(sound));
  void app.start();
  const text = await loadText(locale);
  document.documentElement.lang = locale;
  document.title = text('screen.title');
  const onBroken = (cause: unknown) => {
    reportError(cause);
    const anew = () => void renewal.reload();
    environment.every(60_000, anew);
    anew();
  };
  createRoot(place).render(
    <Boundary onBroken={onBroken}>
      <TextProvider value={text}>
        <Screen app={app} live={live} selfChecker={selfChecker} recorded={recorded} />
        <PhoneCode keeper={phoneCode} />
        <VoiceSign voice={voice} />
      </TextProvider>
    </Boundary>,
  );
  keepAwake();
  giveLifeSigns(environment);
  // Somebody typed another start address into the page that is open.
  window.addEventListener('hashchange', () => location.reload());
}

void start();
