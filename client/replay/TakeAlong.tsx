import './take-along.css';
import { useState } from 'react';
import type { RecordingId } from '../../shared/kernel/ids.ts';
import { browserTake } from '../live/package/package-asking.ts';
import { canPickFolder } from '../live/package/package-folder.ts';
import { PackagePanel } from '../ui/package/PackagePanel.tsx';
import { type PackageText, pageWordsOf } from '../ui/package/package-words.ts';
import { useText } from './text.ts';

type Props = { readonly recordingId: RecordingId; readonly text: PackageText };

/** 离线包 as a page of its own (`?take=1`): whoever may play the recording takes it along, signed in or not, while another window plays it. */
export function TakeAlong({ recordingId, text }: Props) {
  const own = useText();
  const [take] = useState(() => browserTake(recordingId, (pack) => pageWordsOf(pack, text)));
  return (
    <main className="take-along">
      <h1>{text('package.title')}</h1>
      <PackagePanel
        take={take}
        text={text}
        canPick={canPickFolder()}
        errorText={(error) => own(`error.${error.code}`, error.params)}
      />
    </main>
  );
}
