import {
  AudioMutedOutlined,
  AudioOutlined,
  EyeInvisibleOutlined,
  VideoCameraOutlined,
} from '@ant-design/icons';
import { Button } from 'antd';
import { useStore } from 'zustand';
import { useReadable } from '../../ui/use-readable.ts';
import { type ConsoleKey, useText } from '../text.ts';
import type { Capture } from './capture.ts';
import { useLive } from './live-context.ts';
import { sendingOf } from './notice.model.ts';
import { useEquipmentStreams } from './Pictures.tsx';

type SourceProps = {
  readonly source: 'voice' | 'camera';
  readonly capture: Capture;
  /** It is closed for the class while it serves a private line. */
  readonly away?: boolean;
};

const icons = {
  voice: { on: <AudioOutlined />, off: <AudioMutedOutlined /> },
  camera: { on: <VideoCameraOutlined />, off: <EyeInvisibleOutlined /> },
} as const;

/** Opens and closes the microphone or camera. Its words say whether anybody is really reached. */
export function SourceButton({ source, capture, away = false }: SourceProps) {
  const t = useText();
  const live = useLive();
  const kind = source === 'voice' ? 'microphone' : 'camera';
  const captured = useStore(capture.store, (state) => state[kind]);
  const sending = sendingOf(useReadable(live.own), source);
  const isMissing = captured.state === 'failed';
  const stoodIn = useEquipmentStreams().some((each) => each.source === source);
  const failed = isMissing && !stoodIn;
  const on = sending === 'live' || sending === 'waiting';
  const words = (): ConsoleKey => {
    if (away) return 'lineVoice.classOff';
    if (!isMissing) return `sending.${source}.${sending}`;
    return stoodIn ? `source.sends.${source}` : `sending.${source}.failed`;
  };
  return (
    <Button
      size="large"
      danger={failed}
      className={`tool tool-${failed ? 'failed' : sending}`}
      icon={on || (isMissing && stoodIn) ? icons[source].on : icons[source].off}
      aria-pressed={on}
      disabled={!isMissing && sending === 'off'}
      onClick={() => (isMissing ? capture.choose(kind, null) : live.mute(source, on))}
    >
      {t(words())}
    </Button>
  );
}
