import { Button } from 'antd';
import { useState } from 'react';
import { LiveAudio } from '../../ui/LiveAudio.tsx';
import { useText } from '../text.ts';

/** The lecturer's voice, with one button where the browser wants a click before any sound. */
export function LecturerVoice({ track }: { readonly track: MediaStreamTrack }) {
  const t = useText();
  const [attempt, setAttempt] = useState(0);
  const [blocked, setBlocked] = useState(false);
  return (
    <>
      <LiveAudio
        track={track}
        attempt={attempt}
        onBlocked={() => setBlocked(true)}
        onPlaying={() => setBlocked(false)}
      />
      {blocked && (
        <Button type="primary" onClick={() => setAttempt(attempt + 1)}>
          {t('lesson.hear')}
        </Button>
      )}
    </>
  );
}
