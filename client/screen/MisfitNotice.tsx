import type { LiveStream } from '../live/live.types.ts';
import { useText } from './text.ts';
import './misfit-notice.css';

/** One of the lecturer's pictures cannot be played here while another can; when none can, the scene says so large. */
export function MisfitNotice({ streams }: { readonly streams: readonly LiveStream[] }) {
  const text = useText();
  const pictures = streams.filter(({ part, source }) => part === 'lecturer' && source !== 'voice');
  const missing = pictures.find(({ unsupported }) => unsupported);
  if (missing === undefined || pictures.every(({ unsupported }) => unsupported)) return null;
  return (
    <p className="misfit" role="status">
      {text(missing.source === 'content' ? 'screen.misfit.content' : 'screen.misfit.camera')}
    </p>
  );
}
