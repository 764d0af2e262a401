import '../ui/tokens.css';
import '../replay/controls.css';
import '../replay/replay.css';
import { createRoot } from 'react-dom/client';
import { recordingId } from '../../shared/kernel/ids.ts';
import { fail } from '../../shared/kernel/result.ts';
import { identityRoutes } from '../../shared/wire/identity-routes.ts';
import { recordingRoutes } from '../../shared/wire/recording-routes.ts';
import { callRow } from '../live/call-row.ts';
import { browserEnvironment } from '../live/environment.ts';
import { createPlaceKeep } from '../replay/place-keep.ts';
import { Replay } from '../replay/Replay.tsx';
import { ReplayApp } from '../replay/replay-app.ts';
import { loadText, localeOf, TextProvider } from '../replay/text.ts';

async function start(): Promise<void> {
  const place = document.getElementById('app');
  if (place === null) throw new Error('replay.html has no place for the app');
  document.documentElement.dataset['theme'] = 'dark';
  const locale = localeOf(location.search, navigator.languages);
  const voicesIn = document.createElement('div');
  voicesIn.hidden = true;
  document.body.append(voicesIn);
  const id = recordingId.safeParse(location.pathname.split('/')[2]);
  const body = { recordingId: id.data };
  const ask = <T,>(question: () => T) => (id.success ? question() : Promise.resolve(fail('NOT_FOUND')));
  const app = new ReplayApp({
    environment: browserEnvironment(),
    recordingId: id.data ?? '',
    read: async () => ask(() => callRow(recordingRoutes['recording.replay'], body)),
    address: async () => ask(() => callRow(recordingRoutes['recording.address'], body)),
    kit: () => import('hls.js/light'),
    keep: async () => {
      const me = await callRow(identityRoutes['login.read'], {});
      return createPlaceKeep(localStorage, me.ok ? me.value.personId : 'guest');
    },
    voicesIn,
  });
  app.start();
  window.addEventListener('pagehide', () => app.keepPlace());
  const text = await loadText(locale);
  document.documentElement.lang = locale;
  document.title = text('replay.title');
  createRoot(place).render(
    <TextProvider value={text}>
      <Replay app={app} />
    </TextProvider>,
  );
}

void start();
