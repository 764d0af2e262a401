import { Button, Input, Popover } from 'antd';
import { useId, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useText } from '../../text.ts';
import { readSaved, type SavedView, viewParams, withSaved, withView } from './view.model.ts';

const keyOf = (tab: string) => `console.views.${tab}`;

/** Filters and order by a name, kept in this browser; the address carries the same to others. */
export function SavedViews({ tab }: { readonly tab: string }) {
  const t = useText();
  const [saved, setSaved] = useState(() => readSaved(localStorage.getItem(keyOf(tab))));
  const keep = (views: SavedView[]) => {
    localStorage.setItem(keyOf(tab), JSON.stringify(views));
    setSaved(views);
  };
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={<Views saved={saved} onKeep={keep} />}
      getPopupContainer={(trigger) => trigger.parentElement ?? document.body}
    >
      <Button aria-haspopup="dialog">{t('views.label')}</Button>
    </Popover>
  );
}

type ViewsProps = {
  readonly saved: readonly SavedView[];
  readonly onKeep: (views: SavedView[]) => void;
};

function Views({ saved, onKeep }: ViewsProps) {
  const t = useText();
  const fieldId = useId();
  const [params] = useSearchParams();
  const [name, setName] = useState('');
  const save = () => {
    if (name.trim() === '') return;
    onKeep(withSaved(saved, { name: name.trim().slice(0, 40), params: viewParams(params) }));
    setName('');
  };
  return (
    <div className="saved-views stack">
      {saved.length === 0 ? (
        <p className="quiet">{t('views.none')}</p>
      ) : (
        <ul>
          {saved.map((view) => (
            <li key={view.name}>
              <Link to={`?${withView(params, view.params)}`}>{view.name}</Link>
              <Button
                size="small"
                type="text"
                aria-label={t('views.remove', { name: view.name })}
                onClick={() => onKeep(saved.filter((each) => each.name !== view.name))}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
      <label htmlFor={fieldId}>{t('views.name')}</label>
      <Input
        id={fieldId}
        value={name}
        maxLength={40}
        onChange={({ target }) => setName(target.value)}
        onPressEnter={save}
      />
      <p className="fine-print">{t('views.nameHelp')}</p>
      <div className="button-row">
        <Button type="primary" onClick={save}>
          {t('views.save')}
        </Button>
        <CopyAddress />
      </div>
    </div>
  );
}

function CopyAddress() {
  const t = useText();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    // Only where the page came over a safe line; elsewhere the address line itself is copied from.
    void navigator.clipboard?.writeText(location.href).then(() => setCopied(true));
  };
  if (navigator.clipboard === undefined) return null;
  return <Button onClick={copy}>{t(copied ? 'views.copied' : 'views.copy')}</Button>;
}
