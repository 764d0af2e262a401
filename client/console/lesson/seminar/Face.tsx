import { useRef } from 'react';
import type { StreamId } from '../../../../shared/kernel/ids.ts';
import { LiveVideo } from '../../../ui/LiveVideo.tsx';
import { useText } from '../../text.ts';
import { ReceivedPicture } from '../Pictures.tsx';
import { useShown } from '../shown.ts';
import type { SeminarPerson } from './people.model.ts';

type FaceProps = {
  readonly person: SeminarPerson;
  readonly speaking: boolean;
  /** The own picture as it is captured; null while it is not sent. */
  readonly ownCamera: MediaStreamTrack | null;
};

/** Somebody who takes part: picture, name, school; who speaks has the frame and the word. */
export function Face({ person, speaking, ownCamera }: FaceProps) {
  const t = useText();
  const name = person.name ?? t('part.lecturer');
  return (
    <li className="face" data-speaking={speaking} data-state={person.state}>
      <div className="face-picture">
        <FacePicture person={person} name={name} ownCamera={ownCamera} />
        {speaking && <span className="face-sign">{t('seminar.speaking')}</span>}
      </div>
      <p>
        <b>{name}</b>
        {person.own && <span className="tag">{t('seminar.me')}</span>}
        {person.leads && <span className="tag">{t('seminar.leads')}</span>}
        <span className="quiet">{person.schoolName}</span>
      </p>
    </li>
  );
}

type PictureProps = Pick<FaceProps, 'person' | 'ownCamera'> & { readonly name: string };

function FacePicture({ person, name, ownCamera }: PictureProps) {
  const t = useText();
  const { own, camera, state } = person;
  const label = t('seminar.picture', { name });
  if (own)
    return ownCamera === null ? (
      <p className="face-words">{t('seminar.ownOff')}</p>
    ) : (
      <LiveVideo track={ownCamera} label={label} fit="cover" />
    );
  if (state !== 'here') return <p className="face-words">{t(`seminar.state.${state}`)}</p>;
  if (camera === null) return <p className="face-words">{t('seminar.noPicture')}</p>;
  if (camera.unsupported) return <p className="face-words">{t('room.unsupported')}</p>;
  return (
    <>
      {/* Asked for also while nothing flows, or it would never begin to. */}
      <ReceivedPicture stream={camera} label={label} fit="cover" />
      {!camera.flowing && <p className="face-words face-over">{t('seminar.noPicture')}</p>}
    </>
  );
}

/** A picture that is on another page: it is not sent here, or 25 faces would come over a line that carries twelve. */
export function OtherPage({ streamId }: { readonly streamId: StreamId }) {
  const ref = useRef<HTMLLIElement>(null);
  useShown(ref, streamId);
  return <li ref={ref} hidden />;
}
