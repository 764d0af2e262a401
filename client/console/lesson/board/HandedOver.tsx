import { Button, Modal } from 'antd';
import { useText } from '../../text.ts';

/** The other half of a hand-over: no camera and no microphone goes on the air before its own teacher has said so. */
export function HandedOver({
  onTake,
  onReturn,
}: {
  readonly onTake: () => void;
  /** Back to whoever led before; null when nobody knows who that was. */
  readonly onReturn: (() => void) | null;
}) {
  const t = useText();
  return (
    <Modal
      open
      centered
      closable={false}
      title={t('handOver.yours')}
      footer={
        <>
          {onReturn !== null && (
            <Button size="large" onClick={onReturn}>
              {t('handOver.return')}
            </Button>
          )}
          <Button type="primary" size="large" autoFocus onClick={onTake}>
            {t('handOver.take')}
          </Button>
        </>
      }
    >
      {t('handOver.yoursLead')}
    </Modal>
  );
}
