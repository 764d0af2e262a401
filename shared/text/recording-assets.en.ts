/** What becomes of recordings: lists, keeping, files to download. */
export const recordingAssetsEn = {
  'asset.card.gap': 'Not recorded here',
  'asset.card.sound': 'Sound only here',
} as const;

export type RecordingAssetsKey = keyof typeof recordingAssetsEn;
