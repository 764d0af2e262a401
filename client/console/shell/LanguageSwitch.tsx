import { Button } from 'antd';
import { useLanguage, useText } from '../text.ts';

/** Names the other language in that language, so that who cannot read this one finds it. */
export function LanguageSwitch() {
  const t = useText();
  const { locale, speak } = useLanguage();
  const other = locale === 'en' ? 'zh-CN' : 'en';
  return (
    <Button type="text" lang={other} aria-label={t('app.switchLanguage')} onClick={() => speak(other)}>
      {other === 'en' ? 'English' : '中文'}
    </Button>
  );
}
