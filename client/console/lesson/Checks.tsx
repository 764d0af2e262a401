import { useStore } from 'zustand';
import type { JoinedSession, MediaState } from '../../live/live.types.ts';
import { LiveVideo } from '../../ui/LiveVideo.tsx';
import { useText } from '../text.ts';
import { CheckLine, type CheckTone } from './CheckLine.tsx';
import type { Capture } from './capture.ts';
import { DevicePicker } from './DevicePicker.tsx';
import { LevelMeter } from './LevelMeter.tsx';
import { useEquipment } from './Pictures.tsx';
import { SizesLine } from './SizesLine.tsx';

const mediaTones = {
  connecting: 'busy',
  connected: 'well',
  lost: 'trouble',
  unavailable: 'trouble',
} as const satisfies Record<MediaState['state'], CheckTone>;

/** Camera, microphone, line: own devices as they are before a lesson. */
export function Checks({ session, capture }: { readonly session: JoinedSession; readonly capture: Capture }) {
  const t = useText();
  const camera = useStore(capture.store, (state) => state.camera);
  const microphone = useStore(capture.store, (state) => state.microphone);
  const size = camera.state === 'open' ? camera.track.getSettings() : null;
  const equipment = useEquipment();
  const [stoodIn, content] = [equipment('camera'), equipment('content')];
  return (
    <div className="checks">
      <div className="preview">
        {camera.state === 'open' ? (
          <LiveVideo track={camera.track} label={t('preflight.preview')} />
        ) : stoodIn !== null ? (
          <>
            {stoodIn}
            <span className="preview-size">{t('source.shownCamera')}</span>
          </>
        ) : (
          <p className="preview-words">
            {t(
              camera.state === 'opening'
                ? 'preflight.opening'
                : microphone.state === 'failed'
                  ? 'preflight.contentOnly'
                  : 'preflight.voiceOnly',
            )}
          </p>
        )}
        {size?.width !== undefined && size.height !== undefined && (
          <span className="preview-size">
            {size.width} × {size.height}
          </span>
        )}
      </div>
      {content !== null && (
        <div className="preview">
          {content}
          <span className="preview-size">{t('source.shownContent')}</span>
        </div>
      )}
      <div className="pickers">
        <DevicePicker capture={capture} kind="camera" early />
        <div>
          <DevicePicker capture={capture} kind="microphone" early />
          {microphone.state === 'open' && (
            <div className="level-line">
              <LevelMeter track={microphone.track} />
              <span className="quiet">{t('preflight.speak')}</span>
            </div>
          )}
        </div>
      </div>
      {session.part === 'member' && session.media.state === 'connecting' ? (
        <CheckLine tone="busy" words={t('seminar.mediaLater')} />
      ) : (
        <CheckLine
          tone={mediaTones[session.media.state]}
          words={t(`preflight.media.${session.media.state}`)}
        />
      )}
      {camera.state === 'open' && session.maySend.includes('camera') && session.part !== 'member' && (
        <SizesLine track={camera.track} connected={session.media.state === 'connected'} />
      )}
    </div>
  );
}
