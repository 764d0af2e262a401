import { type DragEvent, useId, useState } from 'react';
import { IMPORT_MAX_BYTES, IMPORT_MAX_ROWS } from '../../../shared/import.ts';
import { useText } from '../text.ts';
import { megabytes } from './import.model.ts';

/** A field for one file: dropped, or chosen by mouse or keyboard. */
export function FileDrop({ onFile }: { readonly onFile: (file: File) => void }) {
  const t = useText();
  const fieldId = useId();
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.item(0);
    if (file) onFile(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the field, which every keyboard reaches
    <div
      className={over ? 'file-drop over' : 'file-drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>
        {t('import.drop')}{' '}
        <label htmlFor={fieldId} className="file-pick">
          <input
            id={fieldId}
            type="file"
            accept=".csv,.txt,.xlsx,.zip"
            onChange={(event) => {
              take(event.target.files);
              // The same file may be chosen again once it is mended.
              event.target.value = '';
            }}
          />
          {t('import.pick')}
        </label>
      </p>
      <p className="quiet">
        {t('import.limits', {
          megabytes: megabytes(IMPORT_MAX_BYTES),
          rows: IMPORT_MAX_ROWS.toLocaleString('en'),
        })}
      </p>
    </div>
  );
}
