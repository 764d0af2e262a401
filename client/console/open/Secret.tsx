import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useText } from '../text.ts';

type SecretProps = { readonly label: string; readonly secret: string };

/** A secret that is told this once. */
export function Secret({ label, secret }: SecretProps) {
  const t = useText();
  const [copied, setCopied] = useState(false);
  return (
    <div className="stack">
      <Alert type="warning" showIcon title={t('open.secretOnce')} />
      <Input.TextArea
        readOnly
        autoSize
        aria-label={label}
        value={secret}
        onFocus={(event) => event.target.select()}
      />
      {window.isSecureContext && (
        <Button onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}>
          {copied ? t('open.copied') : t('open.copy')}
        </Button>
      )}
    </div>
  );
}
