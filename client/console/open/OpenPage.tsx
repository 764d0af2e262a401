import './open.css';
import { useRows } from '../api/queries.ts';
import { rootOf } from '../directory/list/region.model.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Page } from '../shell/Page.tsx';
import { useText } from '../text.ts';
import { RecordStore } from './RecordStore.tsx';
import { Tokens } from './Tokens.tsx';
import { Webhooks } from './Webhooks.tsx';

/** What other systems may read, and what they are told. */
export function OpenPage() {
  const t = useText();
  const regions = useRows('region', { limit: 20_000 });
  return (
    <Page title={t('open.title')} lead={t('open.lead')} wide>
      <Loaded query={regions}>
        {(rows) => {
          const home = { kind: 'region', id: rootOf(rows)?.id ?? '' } as const;
          return (
            <>
              <Tokens home={home} />
              <Webhooks home={home} />
              <RecordStore />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
