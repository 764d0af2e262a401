import './supervision.css';
import { Button, Checkbox, Input, Select } from 'antd';
import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { regionId } from '../../../shared/kernel/ids.ts';
import { hasRole } from '../home/home.model.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Page } from '../shell/Page.tsx';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { useText } from '../text.ts';
import { AlarmList } from './AlarmList.tsx';
import { AlarmRules } from './AlarmRules.tsx';
import { BigScreens } from './BigScreens.tsx';
import { StillSettings } from './StillSettings.tsx';
import { StillSwitch } from './StillSwitch.tsx';
import { countsOf, type Kept, shownOf, type WallFilter, wallOrders } from './supervision.model.ts';
import { type Opening, useInSight, useOpening, useStills } from './useStills.ts';
import { useWall, useWallScope, wallAddress } from './useWall.ts';
import { WallCard } from './WallCard.tsx';

/** Running lessons in one's part of the tree, as they stand. */
export function SupervisionPage() {
  const t = useText();
  const me = useKnownMe();
  const scope = useWallScope();
  const wall = useWall(scope);
  const [ruling, setRuling] = useState(false);
  const [screens, setScreens] = useState(false);
  const [settingStills, setSettingStills] = useState(false);
  const [filter, setFilter] = useState<WallFilter>({ search: '', onlyTrouble: false, order: 'trouble' });
  const opening = useOpening(scope);
  const isAdmin = hasRole(me, 'admin');
  const region = wall.data?.place.scope.kind === 'region' ? wall.data.place.scope : null;
  return (
    <Page
      wide
      title={t('supervision.title')}
      lead={t('supervision.lead')}
      action={
        isAdmin && (
          <div className="button-row">
            <Button onClick={() => setScreens(true)}>{t('bigScreen.list')}</Button>
            {region !== null && <Button onClick={() => setSettingStills(true)}>{t('still.setting')}</Button>}
            <Button onClick={() => setRuling(true)}>{t('supervision.rules')}</Button>
          </div>
        )
      }
    >
      <Loaded query={wall}>
        {(kept) => (
          <div className="supervision">
            <div className="supervision-main">
              <Place place={kept.place} />
              <Tools filter={filter} onChange={setFilter} />
              {hasRole(me, 'admin', 'inspector') && <StillSwitch opening={opening} />}
              <Lessons kept={kept} filter={filter} opening={opening} />
            </div>
            <AlarmList scope={scope} mayNote={hasRole(me, 'admin')} />
          </div>
        )}
      </Loaded>
      <BigScreens open={screens} scope={scope} onClose={() => setScreens(false)} />
      {region !== null && (
        <StillSettings
          open={settingStills}
          regionId={regionId.parse(region.id)}
          onClose={() => setSettingStills(false)}
          onSaved={() => {
            setSettingStills(false);
            if (opening.wanted) opening.again();
          }}
        />
      )}
      <AlarmRules open={ruling} onClose={() => setRuling(false)} />
    </Page>
  );
}

/** Where the wall is: a way back up, and one further down. */
function Place({ place }: Pick<Kept, 'place'>) {
  const t = useText();
  const navigate = useNavigate();
  const { scope, above, tops, below } = place;
  const others = above.length > 0 ? [] : tops.filter(({ id }) => id !== scope.id);
  return (
    <nav className="supervision-place" aria-label={t('supervision.trail')}>
      <ol>
        {[...above, ...others].map((each) => (
          <li key={each.id}>
            <Link to={wallAddress(each)}>{each.name}</Link>
          </li>
        ))}
        <li aria-current="location">{scope.name}</li>
      </ol>
      {below.length > 0 && (
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          value={null}
          aria-label={t('supervision.below')}
          placeholder={t('supervision.below')}
          options={below.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id: string | null) => {
            const chosen = below.find((each) => each.id === id);
            if (chosen !== undefined) void navigate(wallAddress(chosen));
          }}
        />
      )}
    </nav>
  );
}

type ToolsProps = { readonly filter: WallFilter; readonly onChange: (filter: WallFilter) => void };

function Tools({ filter, onChange }: ToolsProps) {
  const t = useText();
  return (
    <div className="button-row">
      <Input.Search
        className="supervision-search"
        allowClear
        aria-label={t('supervision.search')}
        placeholder={t('supervision.search')}
        value={filter.search}
        onChange={(event) => onChange({ ...filter, search: event.target.value })}
      />
      <Select
        aria-label={t('supervision.order')}
        value={filter.order}
        options={wallOrders.map((order) => ({ value: order, label: t(`supervision.order.${order}`) }))}
        onChange={(order) => onChange({ ...filter, order })}
      />
      <Checkbox
        checked={filter.onlyTrouble}
        onChange={(event) => onChange({ ...filter, onlyTrouble: event.target.checked })}
      >
        {t('supervision.only')}
      </Checkbox>
    </div>
  );
}

type LessonsProps = { readonly kept: Kept; readonly filter: WallFilter; readonly opening: Opening };

function Lessons({ kept, filter, opening }: LessonsProps) {
  const t = useText();
  const shown = shownOf(kept.lessons.values(), filter);
  const grid = useRef<HTMLDivElement>(null);
  const sessionIds = shown.map(({ sessionId }) => sessionId);
  const enabled = opening.opening?.state === 'open';
  const inSight = useInSight(grid, { enabled, sessionIds: sessionIds.toSorted().join() });
  const stills = useStills(opening, inSight);
  if (kept.lessons.size === 0) return <p className="empty">{t('supervision.none')}</p>;
  return (
    <section aria-label={t('supervision.lessons')}>
      <h2 className="section-title">
        {t('supervision.lessons')}
        <span className="quiet"> {t('supervision.counts', countsOf(kept.lessons.values()))}</span>
      </h2>
      <p className="fine-print">{t('supervision.visitHint')}</p>
      {shown.length === 0 && <p className="empty">{t('supervision.noneFound')}</p>}
      <div className="wall-grid" ref={grid}>
        {shown.map((lesson) => (
          <WallCard
            key={lesson.sessionId}
            lesson={lesson}
            still={stills === null ? null : (stills.get(lesson.sessionId) ?? 'unknown')}
          />
        ))}
      </div>
    </section>
  );
}
