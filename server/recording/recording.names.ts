import type { MadeKind } from './assets.types.ts';

/** What files are called in a recording's folder. */
export const pieceName = (pieceId: string): string => `${pieceId}.mp4`;

export const madeFiles: Readonly<Record<MadeKind, string>> = {
  file: 'lesson.mp4',
  thumbnails: 'thumbnails.jpg',
};
