import { EyeOutlined } from '@ant-design/icons';
import { Button, Input, Popconfirm, Popover, QRCode } from 'antd';
import { useState } from 'react';
import type { AppError } from '../../../shared/kernel/errors.ts';
import type { SessionId } from '../../../shared/kernel/ids.ts';
import { policyOf } from '../../../shared/session/session.policy.ts';
import { callRoute } from '../../live/http.ts';
import type { JoinedSession } from '../../live/live.types.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { besideTrigger } from './popup-place.ts';
import './watch-link.css';

type Link =
  | { readonly state: 'none' | 'asking' | 'closed' }
  | { readonly state: 'open'; readonly address: string }
  | { readonly state: 'failed'; readonly error: AppError };

/** 观看链接: for whoever may watch without a name. Nothing in a lesson that has no viewers. */
export function WatchLink({ session }: { readonly session: JoinedSession }) {
  const t = useText();
  const { link, open, close } = useLink(session.sessionId);
  const { lesson } = session.view;
  if (policyOf(lesson).parts.viewer === undefined) return null;
  const viewers = t('watchLink.viewers', { count: lesson.viewerCount ?? 0 });
  return (
    <Popover
      trigger="click"
      placement="topLeft"
      getPopupContainer={besideTrigger}
      title={t('watchLink.title')}
      onOpenChange={(shown) => {
        if (shown && link.state !== 'closed') void open();
      }}
      content={
        <div className="watch-link">
          <p>{t('watchLink.lead')}</p>
          {link.state === 'open' && <Address address={link.address} onClose={close} />}
          {link.state === 'failed' && <Trouble error={link.error} />}
          {link.state === 'closed' && (
            <>
              <p role="status">{t('watchLink.closed')}</p>
              <Button onClick={() => void open()}>{t('watchLink.again')}</Button>
            </>
          )}
          <p className="quiet">{viewers}</p>
        </div>
      }
    >
      <Button size="large" icon={<EyeOutlined />}>
        {t('watchLink.button')}
        {(lesson.viewerCount ?? 0) > 0 && <span className="quiet">{lesson.viewerCount}</span>}
      </Button>
    </Popover>
  );
}

function Address({ address, onClose }: { readonly address: string; readonly onClose: () => Promise<void> }) {
  const t = useText();
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      setCopied(true);
    } catch {
      // Only https and localhost have a clipboard, and a browser may refuse it.
      setCopied(false);
    }
  };
  return (
    <>
      <QRCode
        value={address}
        type="svg"
        size={200}
        bordered={false}
        color="#000"
        bgColor="#fff"
        aria-label={t('watchLink.qr')}
      />
      <Input
        readOnly
        value={address}
        aria-label={t('watchLink.title')}
        onFocus={(event) => event.target.select()}
      />
      <div className="watch-link-actions">
        <Button type="primary" onClick={() => void copy()}>
          {t(copied === true ? 'watchLink.copied' : 'watchLink.copy')}
        </Button>
        <Popconfirm
          title={t('watchLink.closeAsk')}
          okText={t('watchLink.close')}
          okButtonProps={{ danger: true }}
          getPopupContainer={besideTrigger}
          onConfirm={onClose}
        >
          <Button danger>{t('watchLink.close')}</Button>
        </Popconfirm>
      </div>
      {copied === false && <p role="status">{t('watchLink.copyByHand')}</p>}
    </>
  );
}

function useLink(sessionId: SessionId) {
  const [link, setLink] = useState<Link>({ state: 'none' });
  return {
    link,
    async open() {
      setLink((before) => (before.state === 'open' ? before : { state: 'asking' }));
      const made = await callRoute('watch.link', { sessionId, origin: location.origin });
      setLink(
        made.ok ? { state: 'open', address: made.value.address } : { state: 'failed', error: made.error },
      );
    },
    async close() {
      const closed = await callRoute('watch.close', { sessionId });
      setLink(closed.ok ? { state: 'closed' } : { state: 'failed', error: closed.error });
    },
  };
}
