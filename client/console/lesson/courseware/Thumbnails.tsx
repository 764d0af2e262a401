import { useEffect, useRef } from 'react';
import { WHOLE_PAGE } from '../../../../shared/session/session.courseware.ts';
import { boxOf } from '../../../ui/courseware/geometry.ts';
import type { PageSource } from '../../../ui/courseware/page-source.ts';
import { contextOf } from '../../../ui/courseware/page-source.ts';
import { useText } from '../../text.ts';
import type { Turning } from './turning.ts';

const WIDTH_PX = 112;
const HEIGHT_PX = 80;

type Props = { readonly source: PageSource; readonly turning: Turning };

/** All pages in a strip, each drawn when it comes into sight. */
export function Thumbnails({ source, turning: { page, turn } }: Props) {
  const t = useText();
  const strip = useRef<HTMLOListElement>(null);
  useEffect(() => {
    strip.current?.children[page - 1]?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [page]);
  return (
    <ol ref={strip} className="thumbnails" aria-label={t('courseware.thumbnails')}>
      {Array.from({ length: source.pageCount }, (_, index) => index + 1).map((each) => (
        <li key={each}>
          <button
            type="button"
            aria-label={t('courseware.goTo', { page: each })}
            aria-current={each === page ? 'page' : undefined}
            onClick={() => turn(each)}
          >
            <Thumbnail source={source} page={each} />
            {each}
          </button>
        </li>
      ))}
    </ol>
  );
}

function Thumbnail({ source, page }: { readonly source: PageSource; readonly page: number }) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    if (canvas === null) return;
    const abort = new AbortController();
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      // What cannot be drawn is seen as an empty sheet; the page itself says why.
      void draw(canvas, { source, page }, abort.signal).catch(() => undefined);
    });
    observer.observe(canvas);
    return () => {
      observer.disconnect();
      abort.abort();
    };
  }, [source, page]);
  return <canvas ref={ref} width={WIDTH_PX} height={HEIGHT_PX} />;
}

async function draw(
  canvas: HTMLCanvasElement,
  { source, page }: { readonly source: PageSource; readonly page: number },
  signal: AbortSignal,
): Promise<void> {
  const place = { width: WIDTH_PX, height: HEIGHT_PX };
  const { width, height } = boxOf(place, await source.sizeOf(page), WHOLE_PAGE);
  const own = { width: Math.round(width), height: Math.round(height) };
  const drawn = await source.draw(page, { box: { left: 0, top: 0, ...own }, place: own }, signal);
  if (drawn === null || signal.aborted) return;
  canvas.width = own.width;
  canvas.height = own.height;
  contextOf(canvas).drawImage(drawn, 0, 0);
}
