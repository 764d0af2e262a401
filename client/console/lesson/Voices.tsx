import { Button } from 'antd';
import { useState } from 'react';
import { kindOf } from '../../../shared/media.ts';
import type { LiveStream } from '../../live/live.types.ts';
import { LiveAudio } from '../../ui/LiveAudio.tsx';
import { useReadable } from '../../ui/use-readable.ts';
import { useText } from '../text.ts';
import { useLive } from './live-context.ts';

/**
 * The one place where this page is heard to speak: every voice of the lesson but the own one, and that of a private line. Who may speak is the server's to say; a
 * voice whose right ended does not come any more. One button where the browser wants a click before any sound.
 */
export function Voices() {
  const t = useText();
  const live = useLive();
  const voices = useReadable(live.streams).filter((each) => kindOf(each.source) === 'audio' && !each.own);
  const [attempt, setAttempt] = useState(0);
  const [blocked, setBlocked] = useState(false);
  return (
    <>
      {voices.map((voice) => (
        <Voice
          key={voice.streamId}
          voice={voice}
          attempt={attempt}
          onBlocked={() => setBlocked(true)}
          onPlaying={() => setBlocked(false)}
        />
      ))}
      {blocked && voices.length > 0 && (
        <Button type="primary" onClick={() => setAttempt(attempt + 1)}>
          {t('lesson.hear')}
        </Button>
      )}
    </>
  );
}

type VoiceProps = {
  readonly voice: LiveStream;
  readonly attempt: number;
  readonly onBlocked: () => void;
  readonly onPlaying: () => void;
};

function Voice({ voice, ...playing }: VoiceProps) {
  return voice.track === null ? null : <LiveAudio track={voice.track} {...playing} />;
}
