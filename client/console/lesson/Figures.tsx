import type { ReactNode } from 'react';

export type Figure = {
  readonly key: string;
  readonly caption: ReactNode;
  readonly picture: ReactNode;
  /** 发言中: framed as everywhere. */
  readonly onStage?: boolean;
  /** As high as it makes itself: it has tools below its picture. */
  readonly tall?: boolean;
};

/** Pictures beside each other, the first one large. A picture keeps playing when it moves to another place. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  const [main] = figures;
  // In the order of their names, so that none is taken off the page when another becomes the large one.
  const still = [...figures].sort((a, b) => a.key.localeCompare(b.key));
  return (
    <div className={figures.length === 1 ? 'pictures' : 'pictures pictures-two'}>
      {still.map((figure) => (
        <figure
          key={figure.key}
          className={figure === main ? 'picture-main' : 'picture-side'}
          style={{ order: figures.indexOf(figure) }}
        >
          <div className={frameOf(figure)}>{figure.picture}</div>
          <figcaption>{figure.caption}</figcaption>
        </figure>
      ))}
    </div>
  );
}

function frameOf({ onStage, tall }: Figure): string {
  if (tall === true) return 'picture-frame picture-tall';
  return onStage === true ? 'picture-frame on-stage' : 'picture-frame';
}
