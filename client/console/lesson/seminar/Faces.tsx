import { Button } from 'antd';
import { useState } from 'react';
import type { SeatKey } from '../../../../shared/session/session.events.ts';
import { useText } from '../../text.ts';
import { Face, OtherPage } from './Face.tsx';
import { columnsFor, FACES_ALONE, FACES_BESIDE, pageOf, type SeminarPerson } from './people.model.ts';

type FacesProps = {
  readonly people: readonly SeminarPerson[];
  readonly speaking: readonly SeatKey[];
  readonly ownCamera: MediaStreamTrack | null;
  /** Beside shared content there is room for a few only. */
  readonly beside: boolean;
};

/** Everybody's picture, page by page. */
export function Faces({ people, speaking, ownCamera, beside }: FacesProps) {
  const t = useText();
  const [wanted, setWanted] = useState(0);
  const { page, pages, shown, rest } = pageOf(people, wanted, beside ? FACES_BESIDE : FACES_ALONE);
  const columns = beside ? 1 : columnsFor(shown.length);
  const rows = beside ? FACES_BESIDE : Math.ceil(shown.length / columns);
  return (
    <div className="faces">
      <ul
        className="face-grid"
        style={{
          gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`,
        }}
      >
        {shown.map((person) => (
          <Face
            key={person.seat}
            person={person}
            speaking={speaking.includes(person.seat)}
            ownCamera={ownCamera}
          />
        ))}
        {rest.map(
          ({ camera, own }) =>
            camera !== null && !own && <OtherPage key={camera.streamId} streamId={camera.streamId} />,
        )}
      </ul>
      {pages > 1 && (
        <p className="face-pages">
          <Button disabled={page === 0} onClick={() => setWanted(page - 1)}>
            {t('seminar.before')}
          </Button>
          {t('seminar.page', { page: page + 1, pages })}
          <Button disabled={page === pages - 1} onClick={() => setWanted(page + 1)}>
            {t('seminar.next')}
          </Button>
        </p>
      )}
    </div>
  );
}
