import type { Zoom } from '../../../shared/session/session.courseware.ts';

export type Size = { readonly width: number; readonly height: number };
/** Where the page lies on its place, in the place's own pixels; larger than the place when it is zoomed. */
export type Box = Size & { readonly left: number; readonly top: number };
export type Point = { readonly x: number; readonly y: number };

/** The whole page inside its place, times the zoom; no edge comes further in than it must. */
export function boxOf(place: Size, page: Size, zoom: Zoom): Box {
  const fit = Math.min(place.width / page.width, place.height / page.height) * zoom.scale;
  const width = page.width * fit;
  const height = page.height * fit;
  return {
    width,
    height,
    left: startOf(place.width, width, zoom.x),
    top: startOf(place.height, height, zoom.y),
  };
}

const startOf = (room: number, length: number, middle: number): number =>
  length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, room / 2 - middle * length));

/** A point of the place as shares of the page; outside of the page they go beyond 0..1. */
export const shareOf = (box: Box, { x, y }: Point): Point => ({
  x: (x - box.left) / box.width,
  y: (y - box.top) / box.height,
});

export const SCALE_MAX = 8;

/** Larger or smaller by `factor`, what lies under `at` (pixels of the place) stays under it. */
export function zoomedAt(
  { place, page, zoom }: { readonly place: Size; readonly page: Size; readonly zoom: Zoom },
  at: Point,
  factor: number,
): Zoom {
  const scale = Math.min(SCALE_MAX, Math.max(1, zoom.scale * factor));
  const under = shareOf(boxOf(place, page, zoom), at);
  const whole = boxOf(place, page, { x: 0.5, y: 0.5, scale });
  return settled(place, page, {
    scale,
    x: under.x - (at.x - place.width / 2) / whole.width,
    y: under.y - (at.y - place.height / 2) / whole.height,
  });
}

/** Moved by so many pixels of the place. */
export function pannedBy(
  { place, page, zoom }: { readonly place: Size; readonly page: Size; readonly zoom: Zoom },
  by: Point,
): Zoom {
  const box = boxOf(place, page, zoom);
  return settled(place, page, {
    ...zoom,
    x: zoom.x - by.x / box.width,
    y: zoom.y - by.y / box.height,
  });
}

/** With its middle where it is really seen, so that the next step begins from there. */
function settled(place: Size, page: Size, zoom: Zoom): Zoom {
  const box = boxOf(place, page, zoom);
  const middle = shareOf(box, { x: place.width / 2, y: place.height / 2 });
  return { scale: zoom.scale, x: within(middle.x), y: within(middle.y) };
}

const within = (share: number): number => Math.min(1, Math.max(0, share));
