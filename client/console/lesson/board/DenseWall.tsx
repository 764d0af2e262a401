import './board.css';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Input, Segmented } from 'antd';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { RoomId } from '../../../../shared/kernel/ids.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import { useText } from '../../text.ts';
import { useLive } from '../live-context.ts';
import type { RoomTile } from '../rooms.model.ts';
import { useOnlyWhereShown } from '../shown.ts';
import { foundBy, glanceOrder, gridOf, inOrder, type Order, pageOf } from './board.model.ts';
import { type BoardFacts, useBoard } from './board-context.ts';
import { faceOf } from './face.ts';
import { WallTile } from './WallTile.tsx';
import { useWallChoice } from './wall-choice.ts';

/** Many rooms: small pictures in pages as large as the window lets them be. What is on another page is not sent. */
export function DenseWall() {
  const t = useText();
  const facts = useBoard();
  const { tiles, rights, calls } = facts;
  const [typed, setTyped] = useState('');
  const [asked, setPage] = useState(0);
  const [wall, box] = useBox();
  const hold = useHold();
  const { order, wide, choose, widen } = useWallChoice();
  const pending = useReadable(useLive().pending);
  useOnlyWhereShown(tiles.flatMap(({ camera }) => (camera === null ? [] : [camera.streamId])));
  const grid = gridOf(box, tiles.length);
  const found = foundBy(useHeldOrder(facts, order, hold.held), typed);
  const { page, pageCount, entries } = pageOf(found, asked, grid.columnCount * grid.rowCount);
  const turn = (event: KeyboardEvent) => {
    if (event.key !== 'PageDown' && event.key !== 'PageUp') return;
    event.preventDefault();
    setPage(page + (event.key === 'PageDown' ? 1 : -1));
  };
  return (
    <div className="dense-wall" data-wide={wide}>
      <div className="wall-tools">
        <Input
          size="small"
          allowClear
          value={typed}
          aria-label={t('board.search')}
          placeholder={t('board.search')}
          onChange={(event) => {
            setTyped(event.target.value);
            setPage(0);
          }}
        />
        <Segmented<Order>
          size="small"
          value={order}
          aria-label={t('board.order')}
          options={(['glance', 'plan'] as const).map((value) => ({
            value,
            label: t(`board.order.${value}`),
          }))}
          onChange={choose}
        />
        <Button size="small" aria-pressed={wide} onClick={() => widen(!wide)}>
          {t(wide ? 'board.narrow' : 'board.wide')}
        </Button>
        <span className="grow" />
        {pageCount > 1 && <Pager page={page} pageCount={pageCount} onPage={setPage} />}
      </div>
      <div className="wall-page" ref={wall}>
        {entries.length === 0 && <p role="status">{t('board.nothingFound')}</p>}
        <ul
          {...hold.handlers}
          onKeyDown={turn}
          style={{ gridTemplateColumns: `repeat(${grid.columnCount}, minmax(0, 1fr))` }}
        >
          {entries.map((tile) => (
            <li key={tile.room.roomId}>
              <WallTile
                {...faceOf(t, tile, { nowMs: facts.nowMs, pending })}
                streamId={tile.camera?.streamId ?? null}
                track={tile.camera?.unsupported === true ? null : (tile.camera?.track ?? null)}
                flowing={tile.camera?.flowing ?? false}
                calls={rights.call ? calls : null}
              />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

type PagerProps = {
  readonly page: number;
  readonly pageCount: number;
  readonly onPage: (page: number) => void;
};

function Pager({ page, pageCount, onPage }: PagerProps) {
  const t = useText();
  return (
    <span className="wall-pager">
      <Button
        size="small"
        icon={<LeftOutlined />}
        aria-label={t('board.before')}
        disabled={page === 0}
        onClick={() => onPage(page - 1)}
      />
      <span role="status">{t('board.page', { page: page + 1, total: pageCount })}</span>
      <Button
        size="small"
        icon={<RightOutlined />}
        aria-label={t('board.next')}
        disabled={page === pageCount - 1}
        onClick={() => onPage(page + 1)}
      />
    </span>
  );
}

/** Nobody's tile moves under a pointer or a keyboard's focus: the order is found anew when both have left the wall. */
function useHeldOrder(
  { tiles, nowMs }: Pick<BoardFacts, 'tiles' | 'nowMs'>,
  order: Order,
  held: boolean,
): RoomTile[] {
  const last = useRef<{ readonly order: Order | null; readonly ids: readonly RoomId[] }>({
    order: null,
    ids: [],
  });
  if (!held || last.current.order !== order) {
    const found = order === 'plan' ? tiles : glanceOrder(tiles, nowMs);
    last.current = { order, ids: found.map(({ room }) => room.roomId) };
  }
  return inOrder(tiles, last.current.ids);
}

function useHold() {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  return {
    held: pointed || focused,
    handlers: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: () => setFocused(false),
    },
  };
}

function useBox() {
  const ref = useRef<HTMLDivElement>(null);
  const [box, setBox] = useState({ widthPx: 480, heightPx: 480 });
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setBox({ widthPx: element.clientWidth, heightPx: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, box] as const;
}
