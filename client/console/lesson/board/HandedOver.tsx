import { Button, Modal } from 'antd';
import { useText } from '../../text.ts';

/** The other half of a hand-over: no camera and no microphone goes on the air before its own teacher has said so. */
export function HandedOver({ onTake }: { readonly onTake: () => void }) {
  const t = useText();
  return (
    <Modal
      open
      centered
      closable={false}
      title={t('handOver.yours')}
      footer={
        <Button type="primary" size="large" autoFocus onClick={onTake}>
          {t('handOver.take')}
        </Button>
      }
    >
      {t('handOver.yoursLead')}
    </Modal>
  );
}
