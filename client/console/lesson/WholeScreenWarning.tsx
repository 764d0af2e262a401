import { Button } from 'antd';
import { useText } from '../text.ts';
import type { useShare } from './useShare.ts';

/** What pupils see when the whole screen is shared, and the way out. */
export function WholeScreenWarning({ share, start }: Pick<ReturnType<typeof useShare>, 'share' | 'start'>) {
  const t = useText();
  if (share.state !== 'on' || !share.wholeScreen) return null;
  return (
    <p role="alert" className="share-warning">
      {t('share.wholeScreen')}
      <Button size="small" onClick={() => void start()}>
        {t('share.another')}
      </Button>
    </p>
  );
}
