import { Modal, Spin } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { RecordingId } from '../../../shared/kernel/ids.ts';
import { browserTake } from '../../live/package/package-asking.ts';
import { canPickFolder } from '../../live/package/package-folder.ts';
import { PackagePanel } from '../../ui/package/PackagePanel.tsx';
import { loadPackageText, type PackageText, pageWordsOf } from '../../ui/package/package-words.ts';
import { errorText, useLanguage, useText } from '../text.ts';

type Props = { readonly recordingId: RecordingId; readonly onClose: () => void };

/** 离线包: while it is open it fetches; closed by its own button only, since it may take an hour. */
export function PackageDialog({ recordingId, onClose }: Props) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const [text, setText] = useState<PackageText | null>(null);
  useEffect(() => {
    let isWanted = true;
    void loadPackageText(locale).then((loaded) => {
      if (isWanted) setText(() => loaded);
    });
    return () => {
      isWanted = false;
    };
  }, [locale]);
  return (
    <Modal
      open
      title={t('asset.package')}
      footer={null}
      width={720}
      mask={{ closable: false }}
      keyboard={false}
      onCancel={onClose}
      destroyOnHidden
    >
      {text === null ? <Spin /> : <Panel recordingId={recordingId} text={text} />}
    </Modal>
  );
}

function Panel({ recordingId, text }: { readonly recordingId: RecordingId; readonly text: PackageText }) {
  const t = useText();
  const spoken = useRef(text);
  spoken.current = text;
  // Another language is no reason to begin anew.
  const [take] = useState(() => browserTake(recordingId, (pack) => pageWordsOf(pack, spoken.current)));
  return (
    <PackagePanel
      take={take}
      text={text}
      canPick={canPickFolder()}
      errorText={(error) => errorText(t, error)}
    />
  );
}
