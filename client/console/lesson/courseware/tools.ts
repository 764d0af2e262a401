import { create } from 'zustand';
import type { Mark } from '../../../../shared/courseware.ts';
import type { PenKind } from '../../../live/courseware/mark-pen.ts';

export const deskTools = ['hand', 'pen', 'highlighter', 'pointer', 'eraser'] as const;
export type DeskTool = (typeof deskTools)[number];

type Tools = {
  readonly tool: DeskTool;
  readonly pen: Mark['colour'];
  readonly highlighter: Mark['colour'];
  choose(tool: DeskTool): void;
  colour(colour: Mark['colour']): void;
};

/** What is in the lecturer's hand: the same at the desk and on the panel. Each pen keeps its own colour. */
export const useTools = create<Tools>((set) => ({
  tool: 'pen',
  pen: 'red',
  highlighter: 'yellow',
  choose: (tool) => set({ tool }),
  colour: (colour) =>
    set(({ tool }) => (tool === 'highlighter' ? { highlighter: colour } : { tool: 'pen', pen: colour })),
}));

/** Thousandths of the page's width: seen from the last row, and a line of text for the highlighter. */
const widths = { pen: 7, highlighter: 28, pointer: 7 } as const;

/** Null for tools that draw nothing. */
export function penKindOf({
  tool,
  pen,
  highlighter,
}: Pick<Tools, 'tool' | 'pen' | 'highlighter'>): PenKind | null {
  if (tool === 'hand' || tool === 'eraser') return null;
  const colour = tool === 'highlighter' ? highlighter : tool === 'pen' ? pen : 'red';
  return { tool, colour, width: widths[tool] };
}
