import './front.css';
import { Card } from 'antd';
import type { ReactNode } from 'react';
import { LanguageSwitch } from '../shell/LanguageSwitch.tsx';
import { useTitle } from '../shell/Page.tsx';
import { useText } from '../text.ts';

type FrontProps = { readonly title: string; readonly lead: string; readonly children: ReactNode };

/** The frame of what is seen before anybody is signed in. */
export function Front({ title, lead, children }: FrontProps) {
  const t = useText();
  useTitle(title);
  return (
    <main className="front">
      <div className="front-head">
        <span className="product">{t('app.name')}</span>
        <LanguageSwitch />
      </div>
      <Card className="front-card">
        <h1>{title}</h1>
        <p className="page-lead">{lead}</p>
        {children}
      </Card>
    </main>
  );
}
