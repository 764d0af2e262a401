import { Checkbox } from 'antd';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import type { Opening } from './useStills.ts';

/** Off whenever the page is opened: whoever looks at pictures has said so, and the audit knows. */
export function StillSwitch({
  opening: { wanted, setWanted, opening, error },
}: {
  readonly opening: Opening;
}) {
  const t = useText();
  const word = { open: 'still.shown', off: 'still.off', missing: 'still.missing' } as const;
  return (
    <div className="still-switch">
      <Checkbox checked={wanted} onChange={(event) => setWanted(event.target.checked)}>
        {t('still.show')}
      </Checkbox>
      {opening !== null && (
        <p className="quiet" role="status">
          {t(word[opening.state])}
        </p>
      )}
      {error !== null && <Trouble error={error} />}
    </div>
  );
}
