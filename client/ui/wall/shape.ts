import type { WallPart, WallPlan } from '../../../shared/session/session.wall-plan.ts';

/** Where one picture lies on the wall, in percent of its width and height. */
export type Spot = {
  readonly part: WallPart;
  readonly place: 'large' | 'aside';
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** The name stands below the picture where there is room, else over its lower edge. */
  readonly name: 'below' | 'over';
  /** One line has to be enough for the name. */
  readonly tight: boolean;
};

/** A wall without its bar: 1920 × 996 of a panel of 1920 × 1080. */
const WALL_RATIO = 1920 / 996;
const PICTURE_RATIO = 16 / 9;
/** Up to so many beside the large place stand with their names below them. */
const ROOMY = 3;

/** The parts in an order that no layout changes, so that no picture is taken out of the page only to be put in elsewhere. */
export function spotsOf({ large, aside }: WallPlan): readonly Spot[] {
  const spots = [...largeSpots(large, 100 - asideWidth(aside.length)), ...asideSpots(aside)];
  return spots.sort((a, b) => (keyOfPart(a.part) < keyOfPart(b.part) ? -1 : 1));
}

export const keyOfPart = (part: WallPart): string => (part.what === 'room' ? part.seat : part.what);

/** Three quarters for what is large; many beside it are as narrow as pictures of their height are. */
function asideWidth(count: number): number {
  if (count === 0) return 0;
  return count <= ROOMY ? 25 : ((100 / count) * PICTURE_RATIO) / WALL_RATIO;
}

function asideSpots(parts: readonly WallPart[]): Spot[] {
  const count = parts.length;
  const width = asideWidth(count);
  const height = Math.min(40, 100 / count);
  const name = count <= ROOMY ? 'below' : 'over';
  return parts.map((part, nth) => ({
    part,
    place: 'aside',
    left: 100 - width,
    top: nth * height,
    width,
    height,
    name,
    tight: count >= ROOMY,
  }));
}

function largeSpots(parts: readonly WallPart[], width: number): Spot[] {
  const [only] = parts;
  if (only !== undefined && parts.length === 1)
    return [{ part: only, place: 'large', left: 0, top: 0, width, height: 100, name: 'over', tight: false }];
  const { columns, rows, tile } = gridOf(parts.length, width);
  const top = (100 - rows * tile.height) / 2;
  return parts.map((part, nth) => {
    const row = Math.floor(nth / columns);
    const inRow = Math.min(columns, parts.length - row * columns);
    const left = (width - inRow * tile.width) / 2 + (nth % columns) * tile.width;
    return {
      part,
      place: 'large',
      left,
      top: top + row * tile.height,
      ...tile,
      name: 'over',
      tight: parts.length > 4,
    };
  });
}

/** As many columns as make the pictures largest. */
function gridOf(count: number, width: number) {
  let best = { columns: 1, rows: count, tile: { width: 0, height: 0 } };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const inHeight = ((100 / rows) * PICTURE_RATIO) / WALL_RATIO;
    const tileWidth = Math.min(width / columns, inHeight);
    if (tileWidth <= best.tile.width) continue;
    best = { columns, rows, tile: { width: tileWidth, height: (tileWidth * WALL_RATIO) / PICTURE_RATIO } };
  }
  return best;
}
