import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import { useText } from '../../text.ts';

/** Whether a line is in the numerator: sign and word. */
export function Counts({ counts }: { readonly counts: boolean }) {
  const t = useText();
  return (
    <span className={counts ? 'state state-good' : 'state state-bad'}>
      {counts ? <CheckOutlined aria-hidden="true" /> : <CloseOutlined aria-hidden="true" />}{' '}
      {t(counts ? 'report.counts.yes' : 'report.counts.no')}
    </span>
  );
}
