import './captions.css';
import type { CaptionNow } from './captions.rules.ts';

/** Below the pictures, never over them: a face and the last line of a page stay to be seen. */
export function CaptionStrip({ captions }: { readonly captions: readonly CaptionNow[] }) {
  const [only] = captions;
  return (
    <section className="captions" aria-live="polite">
      {captions.map(({ language, lines }) => (
        <div key={language} lang={language} dir="auto">
          {/* Of two languages each has its newest line; one alone may look back. */}
          {(captions.length > 1 || only === undefined ? lines.slice(-1) : lines).map((words) => (
            <p key={words}>{words}</p>
          ))}
        </div>
      ))}
    </section>
  );
}
