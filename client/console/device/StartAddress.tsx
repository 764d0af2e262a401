import { Alert, Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useText } from '../text.ts';

type StartProps = { readonly deviceKey: string; readonly onClose: () => void };

/** Shown once: with this address in its launcher, a screen that is wiped every night comes back as itself. */
export function StartAddress({ deviceKey, onClose }: StartProps) {
  const t = useText();
  const fieldId = useId();
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const address = `${window.location.origin}/screen#key=${deviceKey}`;
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => setCopied('yes'),
      () => setCopied('refused'),
    );
  return (
    <div className="stack">
      <Alert type="success" showIcon title={t('device.paired')} description={t('device.pairedLead')} />
      <label htmlFor={fieldId}>{t('device.startAddress')}</label>
      <Input.TextArea
        id={fieldId}
        readOnly
        autoSize
        value={address}
        onFocus={(event) => event.target.select()}
      />
      <Button type="primary" onClick={() => void copy()}>
        {t('device.copy')}
      </Button>
      <p role="status">
        {copied === 'yes' && t('device.copied')}
        {copied === 'refused' && t('device.copyRefused')}
      </p>
      <p className="quiet">{t('device.startAddressLead')}</p>
      <Button onClick={onClose}>{t('device.pairDone')}</Button>
    </div>
  );
}
