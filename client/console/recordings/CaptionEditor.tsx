import { Alert, App, Button, Form, Input, Select, Upload } from 'antd';
import { type ComponentRef, useRef, useState } from 'react';
import { type CaptionProblem, readCaptions } from '../../../shared/caption/caption-file.ts';
import {
  ownNames,
  type TeachingLanguage,
  teachingLanguages,
  USUAL_LANGUAGE,
} from '../../../shared/caption/language.ts';
import type { RecordingCard } from '../../../shared/recording.ts';
import { appErrorOf } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { openedFile, spanOfLine } from './captions.model.ts';

type EditorProps = Pick<RecordingCard, 'recordingId'> & {
  /** Null for captions in a language that is chosen here. */
  readonly language: TeachingLanguage | null;
  readonly taken: readonly TeachingLanguage[];
  readonly text: string;
  readonly onClose: () => void;
};

/** Captions as text. What cannot be read is not saved, and the place where it goes wrong is shown. */
export function CaptionEditor({ recordingId, language, taken, text: first, onClose }: EditorProps) {
  const t = useText();
  const { message } = App.useApp();
  const free = teachingLanguages.filter((each) => !taken.includes(each));
  const [chosen, setChosen] = useState<TeachingLanguage>(language ?? free[0] ?? USUAL_LANGUAGE);
  const [text, setText] = useState(first);
  const [problem, setProblem] = useState<CaptionProblem | null>(null);
  const area = useRef<ComponentRef<typeof Input.TextArea>>(null);
  const write = useSubmit('recording.writeCaption', {
    refresh: ['recording.listCaptions'],
    onDone: () => {
      void message.success(t('caption.saved'));
      onClose();
    },
  });
  const tell = (found: CaptionProblem | null, of: string) => {
    setProblem(found);
    if (found === null || found.line === null) return;
    const [from, to] = spanOfLine(of, found.line);
    const element = area.current?.resizableTextArea?.textArea;
    // After the text is there: only then can a line of it be marked.
    setTimeout(() => {
      element?.focus();
      element?.setSelectionRange(from, to);
    });
  };
  const save = () => {
    const read = readCaptions(text);
    tell(read.ok ? null : read.problem, text);
    if (read.ok) write.mutate({ recordingId, language: chosen, file: text });
  };
  const take = (file: File) => {
    void file.arrayBuffer().then((buffer) => {
      const opened = openedFile(new Uint8Array(buffer));
      // A file that is no text takes nothing away from what stands here.
      if (opened.text !== '') setText(opened.text);
      tell(opened.problem, opened.text);
    });
    return false;
  };
  return (
    <Form layout="vertical" onFinish={save}>
      <Form.Item label={t('caption.language')}>
        {language === null ? (
          <Select
            value={chosen}
            aria-label={t('caption.language')}
            options={free.map((value) => ({ value, label: `${t(`language.${value}`)} ${ownNames[value]}` }))}
            onChange={setChosen}
          />
        ) : (
          <strong>
            {t(`language.${language}`)} {ownNames[language]}
          </strong>
        )}
      </Form.Item>
      <Form.Item extra={t('caption.uploadHow')}>
        <Upload accept=".srt,.vtt,text/vtt" showUploadList={false} beforeUpload={take}>
          <Button>{t('caption.upload')}</Button>
        </Upload>
      </Form.Item>
      {problem !== null && (
        <Alert
          type="error"
          showIcon
          role="alert"
          className="caption-problem"
          title={t(`caption.bad.${problem.reason}`, { line: problem.line ?? 1 })}
          description={t('caption.bad.nothingLost')}
        />
      )}
      <Form.Item label={t('caption.file')} extra={t('caption.fileHow')}>
        <Input.TextArea
          ref={area}
          className="caption-text"
          value={text}
          rows={14}
          lang={chosen}
          dir="auto"
          spellCheck={false}
          aria-label={t('caption.file')}
          placeholder={'1\n00:00:01,000 --> 00:00:04,000\n…'}
          onChange={({ target }) => setText(target.value)}
        />
      </Form.Item>
      {write.isError && <Trouble error={appErrorOf(write.error)} />}
      <div className="recordings-acts caption-editor-acts">
        <Button type="primary" htmlType="submit" loading={write.isPending}>
          {t('caption.save')}
        </Button>
        <Button onClick={onClose}>{t('caption.cancel')}</Button>
      </div>
    </Form>
  );
}
