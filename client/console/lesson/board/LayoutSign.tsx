import type { ReactNode } from 'react';
import type { WallLayout } from '../../../../shared/session/session.wall.ts';

const large = (x: number, y: number, width: number, height: number) => (
  <rect x={x} y={y} width={width} height={height} className="layout-large" />
);
const small = (x: number, y: number, width: number, height: number) => (
  <rect x={x} y={y} width={width} height={height} className="layout-small" />
);
/** A head and shoulders: here stands somebody, and not a page. */
const person = (x: number, y: number, size: number) => (
  <path
    className="layout-person"
    d={`M${x - size} ${y + 2 * size} a${size} ${size} 0 0 1 ${2 * size} 0 z M${x} ${y - size / 2} m-${size / 2} 0 a${size / 2} ${size / 2} 0 1 0 ${size} 0 a${size / 2} ${size / 2} 0 1 0 -${size} 0`}
  />
);

const drawings: Readonly<Record<WallLayout, ReactNode>> = {
  teacherAndContent: (
    <>
      {large(1, 1, 31, 25)}
      {small(34, 1, 13, 12)}
      {person(40.5, 6, 2.5)}
    </>
  ),
  content: (
    <>
      {large(1, 1, 46, 25)}
      <path className="layout-lines" d="M7 8h34M7 13h34M7 18h22" />
    </>
  ),
  teacher: (
    <>
      {large(1, 1, 46, 25)}
      {person(24, 12, 5)}
    </>
  ),
  stage: (
    <>
      {large(1, 1, 31, 25)}
      {person(10, 13, 3.5)}
      {person(22, 13, 3.5)}
      {small(34, 1, 13, 12)}
      {small(34, 14, 13, 12)}
    </>
  ),
  rooms: (
    <>
      {[1, 17, 33].map((x) => (
        <g key={x}>
          {small(x, 1, 14, 12)}
          {small(x, 14, 14, 12)}
        </g>
      ))}
    </>
  ),
};

/** A wall drawn small; its words stand beside it. */
export function LayoutSign({ layout }: { readonly layout: WallLayout }) {
  return (
    <svg className="layout-sign" viewBox="0 0 48 27" aria-hidden="true">
      {drawings[layout]}
    </svg>
  );
}
