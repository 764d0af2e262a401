import { useState } from 'react';
import { megabytesText, type Pack, type PackFile } from '../../live/package/package.rules.ts';
import type { PackageTake } from '../../live/package/package-take.ts';
import type { PackageText } from './package-words.ts';

type Props = {
  readonly take: PackageTake;
  readonly pack: Pack;
  readonly text: PackageText;
  /** Each is fetched by itself; else the list is there to be looked at. */
  readonly plain: boolean;
};

/** What is in the package, with sizes and hashes. */
export function PackageFiles({ take, pack, text, plain }: Props) {
  const [lost, setLost] = useState(false);
  const fetchOne = async (file: PackFile) => {
    const address = await take.addressOf(file);
    setLost(address === null);
    if (address !== null) save(address, file.name);
  };
  const fetchExtras = async () => {
    const extras = await take.extras();
    setLost(extras === null);
    for (const { name, bytes } of extras ?? []) {
      const address = URL.createObjectURL(new Blob([bytes]));
      save(address, name);
      setTimeout(() => URL.revokeObjectURL(address), SAVED_MS);
    }
  };
  return (
    <details className="package-files" open={plain}>
      <summary>{text('package.files')}</summary>
      <ul>
        {pack.files.map((file) => (
          <li key={file.name}>
            <span className="package-name">{file.name}</span>
            <span>{megabytesText(file.bytes)} MB</span>
            {plain && (
              <button
                type="button"
                aria-label={`${text('package.fetch')} ${file.name}`}
                onClick={() => void fetchOne(file)}
              >
                {text('package.fetch')}
              </button>
            )}
            <code>{file.sha256}</code>
          </li>
        ))}
        {plain && (
          <li>
            <span className="package-name">{pack.playsAlone ? 'play.html, SHA256SUMS' : 'SHA256SUMS'}</span>
            <button type="button" onClick={() => void fetchExtras()}>
              {text('package.fetch')}
            </button>
          </li>
        )}
      </ul>
      {lost && (
        <p role="alert" className="package-trouble">
          {text('package.fetch.failed')}
        </p>
      )}
      <p className="package-quiet">{text('package.sums.how')}</p>
    </details>
  );
}

/** A browser takes what it saves from memory well within it. */
const SAVED_MS = 60_000;

function save(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
