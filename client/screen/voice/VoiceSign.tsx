import { useReadable } from '../../ui/use-readable.ts';
import { useText } from '../text.ts';
import type { RoomVoice } from './room-voice.ts';

/** What the pupils in front of the screen have to know of their microphone. */
export function VoiceSign({ voice }: { readonly voice: Pick<RoomVoice, 'sign'> }) {
  const text = useText();
  const sign = useReadable(voice.sign);
  return (
    <div role="status">
      {sign !== 'none' && (
        <p className="voice-sign" data-sign={sign}>
          <i aria-hidden="true" />
          {text(`voice.${sign}`)}
        </p>
      )}
    </div>
  );
}
