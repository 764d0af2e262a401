import './captions.css';
import { directionOf } from '../../../shared/caption/language.ts';
import type { CaptionNow } from '../../live/captions/captions.rules.ts';

/** Below the pictures, never over them: a face and the last line of a page stay to be seen. */
export function CaptionLines({ captions }: { readonly captions: readonly CaptionNow[] }) {
  // Of two languages each has its newest line; one alone may look back.
  const oldest = captions.length > 1 ? -1 : 0;
  return (
    <section className="captions" aria-live="polite">
      {captions.map(({ language, lines }) => (
        <div key={language} lang={language}>
          {lines.slice(oldest).map(({ atMs, words }) => (
            <p key={atMs} lang={language} dir={directionOf(language)}>
              {words}
            </p>
          ))}
        </div>
      ))}
    </section>
  );
}
