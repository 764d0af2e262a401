import type { RecordingAssetsKey } from './recording-assets.en.ts';
import type { Dictionary } from './text.ts';

/** 课堂录像的列表、保留和下载。 */
export const recordingAssetsZhCn: Dictionary<RecordingAssetsKey> = {
  'asset.card.gap': '此处没有录制',
  'asset.card.sound': '此处仅有声音',
};
