import { QRCode } from 'antd';
import { useEffect, useState } from 'react';
import type { AppError } from '../../../../shared/kernel/errors.ts';
import type { SessionId } from '../../../../shared/kernel/ids.ts';
import type { ShownCode } from '../../../../shared/phone.ts';
import { callRoute } from '../../../live/http.ts';
import { errorText, useText } from '../../text.ts';
import { useLive } from '../live-context.ts';
import { phoneAddress, renewInMs } from './phone.model.ts';

const AGAIN_MS = 5_000;

/** The code that makes a phone the lecturer's own: of use to nobody without the lecturer's personal number, and new every minute. */
export function PhoneCode({ sessionId }: { readonly sessionId: SessionId }) {
  const t = useText();
  const { code, error } = useCode(sessionId);
  return (
    <div className="phone-code">
      {code !== null && <Code origin={code.origin ?? window.location.origin} code={code.code} />}
      {code === null && error !== null && (
        <p role="alert">{t('panel.phoneFailed', { why: errorText(t, error) })}</p>
      )}
      <p>{t('panel.phoneScan')}</p>
      <p className="quiet">{t('panel.phonePrivate')}</p>
    </div>
  );
}

function Code({ origin, code }: { readonly origin: string; readonly code: string }) {
  const t = useText();
  return (
    <QRCode
      value={phoneAddress(origin, code)}
      type="svg"
      size={240}
      bordered={false}
      color="#000"
      aria-label={t('panel.phoneCode', { address: `${origin}/phone` })}
    />
  );
}

function useCode(sessionId: SessionId) {
  const live = useLive();
  const [code, setCode] = useState<ShownCode | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const asked = new AbortController();
    const ask = async () => {
      const result = await callRoute('phone.lecternCode', { sessionId }, { signal: asked.signal });
      if (asked.signal.aborted) return;
      setError(result.ok ? null : result.error);
      if (result.ok) setCode(result.value);
      const inMs = result.ok ? renewInMs(result.value.expiresAtMs, live.serverNowMs()) : AGAIN_MS;
      timer = setTimeout(() => void ask(), inMs);
    };
    void ask();
    return () => {
      asked.abort();
      clearTimeout(timer);
    };
  }, [live, sessionId]);
  return { code, error };
}
