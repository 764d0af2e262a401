import './courseware.css';
import { Button, Popconfirm } from 'antd';
import { useId } from 'react';
import { COURSEWARE_BYTES_MAX, type CoursewareCard } from '../../../../shared/courseware-file.ts';
import type { AppError } from '../../../../shared/kernel/errors.ts';
import type { CoursewareId, SessionId } from '../../../../shared/kernel/ids.ts';
import { useSubmit } from '../../api/queries.ts';
import { Trouble } from '../../shell/Trouble.tsx';
import { type ConsoleText, errorText, useText } from '../../text.ts';
import { besideTrigger } from '../popup-place.ts';
import { useFiles, useUploads } from './files.ts';

type Props = {
  readonly sessionId: SessionId;
  /** Null for whoever may only look. */
  readonly onOpen?: ((file: CoursewareCard) => void) | undefined;
  readonly shownId?: CoursewareId | null;
};

const megabytes = (bytes: number): string =>
  Math.max(0.1, bytes / 1024 / 1024).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0);

/** The lesson's files: how each stands, in words; showing one; bringing another. */
export function FileList({ sessionId, onOpen, shownId = null }: Props) {
  const t = useText();
  const { list, files, converts, add } = useFiles(sessionId);
  const uploads = useUploads(({ uploads: all }) => all).filter((each) => each.sessionId === sessionId);
  const isUploading = (file: CoursewareCard) =>
    uploads.some(({ name, error }) => name === file.name && error === null);
  const error = list.error === null ? null : list.error;
  return (
    <div className="courseware-files">
      {error !== null && <p role="alert">{t('error.UNAVAILABLE')}</p>}
      {list.isSuccess && files.length + uploads.length === 0 && (
        <p className="quiet">{t('courseware.none')}</p>
      )}
      <ul>
        {files
          .filter((file) => !isUploading(file))
          .map((file) => (
            <li key={file.coursewareId}>
              <div>
                <b>{file.name}</b>
                <span className="quiet">{stateWords(file, t)}</span>
              </div>
              {file.coursewareId === shownId ? (
                <strong>{t('courseware.shown')}</strong>
              ) : (
                <>
                  {onOpen !== undefined && file.now.state === 'ready' && (
                    <Button
                      type="primary"
                      aria-label={t('courseware.openOf', { name: file.name })}
                      onClick={() => onOpen(file)}
                    >
                      {t('courseware.open')}
                    </Button>
                  )}
                  <Remove file={file} />
                </>
              )}
            </li>
          ))}
        {uploads.map((upload) => (
          <li key={upload.name}>
            <div>
              <b>{upload.name}</b>
              {upload.error === null ? (
                <span className="quiet" role="status">
                  {t('courseware.uploading', { percent: Math.floor(upload.ratio * 100) })}
                </span>
              ) : (
                <span role="alert">{t('courseware.refused', { why: refusalWords(upload.error, t) })}</span>
              )}
            </div>
            {upload.error === null && (
              <progress value={upload.ratio} aria-label={t('courseware.uploading', { percent: '' })} />
            )}
          </li>
        ))}
      </ul>
      <Choose converts={converts} onFile={(file) => void add(file)} />
    </div>
  );
}

function Remove({ file }: { readonly file: CoursewareCard }) {
  const t = useText();
  const remove = useSubmit('courseware.remove', { refresh: ['courseware.list'] });
  return (
    <>
      <Popconfirm
        title={t('courseware.removeSure')}
        okText={t('courseware.remove')}
        getPopupContainer={besideTrigger}
        onConfirm={() => remove.mutate({ coursewareId: file.coursewareId })}
      >
        <Button aria-label={t('courseware.removeOf', { name: file.name })}>{t('courseware.remove')}</Button>
      </Popconfirm>
      {remove.isError && <Trouble error={{ code: 'INVALID_STATE' }} />}
    </>
  );
}

type ChooseProps = { readonly converts: boolean; readonly onFile: (file: File) => void };

function Choose({ converts, onFile }: ChooseProps) {
  const t = useText();
  const id = useId();
  const limit = { megabytes: COURSEWARE_BYTES_MAX / 1024 / 1024 };
  const few = '.pdf,.png,.jpg,.jpeg,.webp';
  return (
    <p className="courseware-choose">
      <label htmlFor={id} className="file-pick">
        <input
          id={id}
          type="file"
          multiple
          accept={converts ? `${few},.ppt,.pptx,.doc,.docx,.odp,.odt` : few}
          onChange={(event) => {
            for (const file of event.target.files ?? []) onFile(file);
            // The same file may be chosen again, to go on with it.
            event.target.value = '';
          }}
        />
        {t('courseware.choose')}
      </label>
      <span className="quiet">{t(converts ? 'courseware.takes' : 'courseware.takesFew', limit)}</span>
    </p>
  );
}

function stateWords({ now }: CoursewareCard, t: ConsoleText): string {
  switch (now.state) {
    case 'uploading':
      return t('courseware.stalled', { percent: Math.floor((now.doneBytes / now.totalBytes) * 100) });
    case 'converting':
      return t('courseware.converting');
    case 'ready':
      return t('courseware.pages', { total: now.pageCount, megabytes: megabytes(now.bytes) });
    case 'failed':
      return t(`courseware.problem.${now.reason}`);
  }
}

function refusalWords(error: AppError, t: ConsoleText): string {
  switch (error.params?.['reason']) {
    case 'type':
      return t('courseware.refusedType');
    case 'converter':
      return t('courseware.refusedConverter');
    case 'count':
      return t('courseware.refusedCount');
    default:
      return errorText(t, error);
  }
}
