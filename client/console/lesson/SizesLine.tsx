import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { LayerCheck } from '../../live/live.types.ts';
import { useText } from '../text.ts';
import { CheckLine } from './CheckLine.tsx';
import { useLive } from './live-context.ts';
import { sizesOf } from './sizes.model.ts';

type SizesProps = { readonly track: MediaStreamTrack; readonly connected: boolean };

/** Whether rooms on weak lines can be given a smaller picture, found out anew for every camera; what to do when not. */
export function SizesLine({ track, connected }: SizesProps) {
  const t = useText();
  const { check, again } = useLayerCheck(track, connected);
  const { kind, params } = sizesOf(check);
  const words = t(`preflight.sizes.${kind}`, params);
  if (kind === 'checking') return <CheckLine tone="busy" words={words} />;
  if (kind === 'ok') return <CheckLine tone="well" words={words} />;
  return (
    <CheckLine
      tone="trouble"
      words={words}
      todo={t(`preflight.sizes.${kind}.todo`)}
      action={
        <Button size="small" onClick={again}>
          {t('preflight.sizes.again')}
        </Button>
      }
    />
  );
}

function useLayerCheck(track: MediaStreamTrack, connected: boolean) {
  const live = useLive();
  const [check, setCheck] = useState<LayerCheck | null>(null);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another camera and another round are each a reason to look again
  useEffect(() => {
    setCheck(null);
    if (!connected) return;
    let current = true;
    void live.checkLayers().then((found) => current && setCheck(found));
    return () => {
      current = false;
    };
  }, [live, track, connected, round]);
  return { check, again: () => setRound((count) => count + 1) };
}
