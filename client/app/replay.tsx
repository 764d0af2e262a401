import '../ui/tokens.css';
import '../replay/controls.css';
import '../replay/replay.css';
import '../replay/replay-captions.css';
import { createRoot } from 'react-dom/client';
import { type RecordingId, recordingId } from '../../shared/kernel/ids.ts';
import { fail } from '../../shared/kernel/result.ts';
import type { Locale } from '../../shared/text/text.ts';
import { identityRoutes } from '../../shared/wire/identity-routes.ts';
import { recordingRoutes } from '../../shared/wire/recording-routes.ts';
import { callRow, type Fetch } from '../live/call-row.ts';
import { browserEnvironment } from '../live/environment.ts';
import { guestKeeper, PersonKeeper, type ProgressTold } from '../replay/keeper.ts';
import { createPlaceKeep } from '../replay/place-keep.ts';
import { Replay } from '../replay/Replay.tsx';
import { ReplayApp } from '../replay/replay-app.ts';
import { loadText, localeOf, TextProvider } from '../replay/text.ts';

async function start(): Promise<void> {
  const place = document.getElementById('app');
  if (place === null) throw new Error('replay.html has no place for the app');
  document.documentElement.dataset['theme'] = 'dark';
  const locale = localeOf(location.search, navigator.languages);
  const id = recordingId.safeParse(location.pathname.split('/')[2]);
  if (id.success && new URLSearchParams(location.search).has('take'))
    return takeAlong(place, id.data, locale);
  const voicesIn = document.createElement('div');
  voicesIn.hidden = true;
  document.body.append(voicesIn);
  const body = { recordingId: id.data };
  const ask = <T,>(question: () => T) => (id.success ? question() : Promise.resolve(fail('NOT_FOUND')));
  const environment = browserEnvironment();
  const askWho = () => callRow(identityRoutes['login.read'], {});
  // Asked beside the recording: nobody waits for it before the first picture.
  const first = askWho();
  const app = new ReplayApp({
    environment,
    read: async () => ask(() => callRow(recordingRoutes['recording.replay'], body)),
    address: async () => ask(() => callRow(recordingRoutes['recording.address'], body)),
    kit: () => import('hls.js/light'),
    keeper: async ({ recordingId: of, progress }) => {
      const told = await first;
      const me = told.ok || told.error.code === 'UNAUTHENTICATED' ? told : await askWho();
      if (!me.ok) return guestKeeper(createPlaceKeep(localStorage, 'guest'), of);
      const tell = (now: ProgressTold, leaves: boolean) =>
        callRow(
          recordingRoutes['recording.progress'],
          { recordingId: of, ...now },
          leaves ? { fetch: outliving } : {},
        );
      return new PersonKeeper({ before: progress ?? null, nowMs: environment.nowMs(), tell });
    },
    voicesIn,
  });
  app.start();
  window.addEventListener('pagehide', () => app.leave());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') app.leave();
  });
  const text = await loadText(locale);
  document.documentElement.lang = locale;
  document.title = text('replay.title');
  createRoot(place).render(
    <TextProvider value={text}>
      <Replay app={app} />
    </TextProvider>,
  );
}

/** In a window of its own, since it may take longer than the recording. */
async function takeAlong(place: HTMLElement, id: RecordingId, locale: Locale): Promise<void> {
  const [text, { TakeAlong }, { loadPackageText }] = await Promise.all([
    loadText(locale),
    import('../replay/TakeAlong.tsx'),
    import('../ui/package/package-words.ts'),
  ]);
  const words = await loadPackageText(locale);
  document.documentElement.lang = locale;
  document.title = words('package.title');
  createRoot(place).render(
    <TextProvider value={text}>
      <TakeAlong recordingId={id} text={words} />
    </TextProvider>,
  );
}

/** A page that goes away takes what it still asks for with it otherwise. */
const outliving: Fetch = (url, init) => fetch(url, { ...init, keepalive: true });

void start();
