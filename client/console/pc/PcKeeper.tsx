import { App } from 'antd';
import { useEffect } from 'react';
import { useText } from '../text.ts';
import { pcChecker, useBeatNow, useOwnPc } from './own-pc.ts';

/** On every page of the console: a lecture PC says that it is there, and checks itself when an administrator asks. Shows nothing of its own. */
export function PcKeeper() {
  const t = useText();
  const { message } = App.useApp();
  const pc = useOwnPc({ beats: true });
  const beatNow = useBeatNow();
  const wanted = pc.data?.state === 'known' && pc.data.checkWanted;
  // Each beat looks anew: browsers show a page that nobody looks at no pictures, so such a one waits.
  const atMs = pc.dataUpdatedAt;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is said and done follows the beat alone
  useEffect(() => {
    if (!wanted || document.visibilityState !== 'visible' || pcChecker.facts.get().state === 'running')
      return;
    void message.info(t('pc.asked'));
    void pcChecker.check({ tone: true }).then(beatNow);
  }, [wanted, atMs]);
  return null;
}
