import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useText } from '../text.ts';

type PageProps = {
  readonly title: string;
  readonly lead?: ReactNode;
  /** The one main action of the page. */
  readonly action?: ReactNode;
  /** Takes the whole width: a list with many columns. */
  readonly wide?: boolean;
  readonly children: ReactNode;
};

export function Page({ title, lead, action, wide = false, children }: PageProps) {
  useTitle(title);
  return (
    <main className={wide ? 'page page-wide' : 'page'}>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {lead !== undefined && <p className="page-lead">{lead}</p>}
        </div>
        {action !== undefined && <div className="page-action">{action}</div>}
      </header>
      {children}
    </main>
  );
}

export function useTitle(title: string): void {
  const t = useText();
  const product = t('app.name');
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
}
