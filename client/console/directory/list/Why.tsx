import { Alert } from 'antd';
import { appErrorOf } from '../../api/ask.ts';
import { useText } from '../../text.ts';
import { refusedRow } from './entries.ts';
import { whyRefused } from './refusal.ts';
import type { RegisterSpec, Row } from './register.types.ts';
import { Title } from './Title.tsx';

type WhyProps = { readonly spec: RegisterSpec; readonly rows: readonly Row[]; readonly cause: unknown };

/** Which of several entries was refused, by its name, and why. */
export function Why({ spec, rows, cause }: WhyProps) {
  const t = useText();
  const error = appErrorOf(cause);
  const row = rows[refusedRow(error.params) ?? -1];
  const why = whyRefused(t, error);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={
        rows.length > 1 && row !== undefined ? (
          <>
            <Title spec={spec} row={row} /> — {why}
          </>
        ) : (
          why
        )
      }
      description={<span className="fine-print">{error.code}</span>}
    />
  );
}
