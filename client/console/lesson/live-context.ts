import { createContext, useContext, useEffect, useState } from 'react';
import type { LiveClient } from '../../live/live.types.ts';
import { createLiveClient } from '../../live/live-client.ts';

/** One client for as long as the lesson's page is open. Null in the first moment. */
export function useNewLiveClient(): LiveClient | null {
  const [live, setLive] = useState<LiveClient | null>(null);
  useEffect(() => {
    const client = createLiveClient({ camera: 'lecture', showByDefault: 'others' });
    client.open();
    setLive(client);
    return () => {
      setLive(null);
      void client.close();
    };
  }, []);
  return live;
}

export const LiveContext = createContext<LiveClient | null>(null);

/** The lesson's client; only below the lesson's page. */
export function useLive(): LiveClient {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('useLive outside a lesson');
  return live;
}
