import type { MadeKind } from './assets.types.ts';

/** What files are called in a recording's folder. */
export const pieceName = (pieceId: string): string => `${pieceId}.mp4`;

/** What of a piece can be played, for when its file lies elsewhere. */
export const indexName = (pieceId: string): string => `${pieceId}.index.json`;

export const madeFiles: Readonly<Record<MadeKind, string>> = {
  file: 'lesson.mp4',
  thumbnails: 'thumbnails.jpg',
};
