import './package.css';
import { useEffect, useState } from 'react';
import type { AppError } from '../../../shared/kernel/errors.ts';
import { unreachable } from '../../../shared/kernel/result.ts';
import { megabytesText } from '../../live/package/package.rules.ts';
import type { PackageTake, Single, TakeFacts } from '../../live/package/package-take.ts';
import { useReadable } from '../use-readable.ts';
import { PackageFiles } from './PackageFiles.tsx';
import { lessonTitle, type PackageText, startText } from './package-words.ts';

type Props = {
  readonly take: PackageTake;
  readonly text: PackageText;
  /** Without it files are fetched one by one. */
  readonly canPick: boolean;
  readonly errorText: (error: AppError) => string;
};

/** 离线包: from the choice of a folder to the last compared file, in whatever frame it stands. */
export function PackagePanel({ take, text, canPick, errorText }: Props) {
  const facts = useReadable(take.facts);
  useEffect(() => {
    take.start();
    return () => take.close();
  }, [take]);
  if (!('pack' in facts)) return <p role="status">{wordsWithout(facts, text)}</p>;
  const { pack } = facts;
  const about = { lesson: lessonTitle(pack), teacher: pack.replay.lecturerName, start: startText(pack) };
  return (
    <div className="package">
      <p>
        <strong>{text('package.lesson', about)}</strong>
      </p>
      <p className="package-quiet">{text('package.lead')}</p>
      {facts.state === 'ready' && !pack.playsAlone && (
        <SingleFile take={take} single={facts.single} text={text} errorText={errorText} />
      )}
      <p>{text('package.size', { count: pack.files.length, megabytes: megabytesText(pack.bytes) })}</p>
      {canPick ? <Taking take={take} facts={facts} text={text} /> : <p>{text('package.plain')}</p>}
      <PackageFiles take={take} pack={pack} text={text} plain={!canPick} />
    </div>
  );
}

type WithPack = Extract<TakeFacts, { readonly pack: unknown }>;

function wordsWithout(facts: Exclude<TakeFacts, WithPack>, text: PackageText): string {
  switch (facts.state) {
    case 'reading':
      return text('package.reading');
    case 'unreachable':
      return text('package.unreachable');
    case 'refused':
      return text(facts.error.code === 'INVALID_STATE' ? 'package.running' : 'package.refused');
    default:
      return unreachable(facts);
  }
}

type TakingProps = Pick<Props, 'take' | 'text'> & { readonly facts: WithPack };

function Taking({ take, facts, text }: TakingProps) {
  const { pack } = facts;
  const choose = (
    <button type="button" className={pack.playsAlone ? 'main' : ''} onClick={() => void take.choose()}>
      {text(pack.playsAlone ? 'package.take' : 'package.takeRaw')}
    </button>
  );
  switch (facts.state) {
    case 'ready':
      return <div className="package-acts">{choose}</div>;
    case 'taking':
    case 'waiting':
      return (
        <>
          <Progress pack={pack} doneBytes={facts.doneBytes} text={text} />
          <div role="status">
            <Again names={facts.again} text={text} />
            {facts.state === 'waiting' && <p className="package-trouble">{text('package.waiting')}</p>}
          </div>
          <div className="package-acts">
            <button type="button" onClick={() => take.pause()}>
              {text('package.pause')}
            </button>
          </div>
        </>
      );
    case 'halted':
      return (
        <>
          <Progress pack={pack} doneBytes={facts.doneBytes} text={text} />
          <p role="status" className={facts.why === 'asked' ? '' : 'package-trouble'}>
            {text(`package.halted.${facts.why}`)}
          </p>
          <div className="package-acts">
            {facts.why === 'away' ? (
              <button type="button" className="main" onClick={() => void take.choose()}>
                {text('package.chooseAgain')}
              </button>
            ) : (
              <button type="button" className="main" onClick={() => void take.goOn()}>
                {text('package.goOn')}
              </button>
            )}
          </div>
        </>
      );
    case 'whole':
      return (
        <div role="status" className="package-whole">
          <p>
            <strong>{text('package.whole')}</strong>
          </p>
          <Again names={facts.again} text={text} />
          <p>
            {text(pack.playsAlone ? 'package.whole.page' : 'package.whole.raw', { folder: facts.folder })}
          </p>
        </div>
      );
    default:
      return unreachable(facts);
  }
}

function Again({ names, text }: { readonly names: readonly string[]; readonly text: PackageText }) {
  return names.map((name) => <p key={name}>{text('package.again', { name })}</p>);
}

type ProgressProps = {
  readonly pack: WithPack['pack'];
  readonly doneBytes: number;
  readonly text: PackageText;
};

function Progress({ pack, doneBytes, text }: ProgressProps) {
  return (
    <div className="package-progress">
      <progress max={pack.bytes} value={doneBytes} aria-label={text('package.progress')} />
      <span>
        {text('package.taking', { done: megabytesText(doneBytes), total: megabytesText(pack.bytes) })}
      </span>
    </div>
  );
}

type SingleProps = Pick<Props, 'take' | 'text' | 'errorText'> & { readonly single: Single };

/** The one file that plays anywhere is not there yet: it can be asked for here. */
function SingleFile({ take, single, text, errorText }: SingleProps) {
  const [trouble, setTrouble] = useState<AppError | null>(null);
  const ask = async () => {
    const asked = await take.compose();
    setTrouble(asked.ok ? null : asked.error);
  };
  const state = single?.file.state ?? 'none';
  return (
    <div className="package-single">
      <p role="status">{singleWords(single, text)}</p>
      {(state === 'none' || state === 'failed') &&
        (single?.mayAsk === true ? (
          <button type="button" onClick={() => void ask()}>
            {text('package.single.ask')}
          </button>
        ) : (
          <p>{text('package.single.askOther')}</p>
        ))}
      {trouble !== null && (
        <p role="alert" className="package-trouble">
          {errorText(trouble)}
        </p>
      )}
    </div>
  );
}

function singleWords(single: Single, text: PackageText): string {
  if (single === null) return text('package.single.none');
  const { file } = single;
  switch (file.state) {
    case 'composing':
      return text('package.single.composing', { percent: Math.floor(file.doneRatio * 100) });
    case 'waiting':
    case 'ready':
      return text('package.single.waiting');
    case 'none':
    case 'failed':
      return text(`package.single.${file.state}`);
    default:
      return unreachable(file);
  }
}
