import { Alert, Button } from 'antd';
import type { AppError } from '../../../shared/kernel/errors.ts';
import { errorText, useText } from '../text.ts';

type TroubleProps = { readonly error: AppError; readonly onRetry?: () => void };

/** A refusal in words, with the request's number small for the helpdesk. */
export function Trouble({ error, onRetry }: TroubleProps) {
  const t = useText();
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={errorText(t, error)}
      description={
        <span className="fine-print">
          {error.code}
          {error.requestId !== undefined && ` · ${error.requestId}`}
        </span>
      }
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {t('app.retry')}
          </Button>
        )
      }
    />
  );
}
