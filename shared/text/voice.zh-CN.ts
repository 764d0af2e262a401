import type { Dictionary } from './text.ts';
import type { VoiceKey } from './voice.en.ts';

export const voiceZhCn: Dictionary<VoiceKey> = {
  'voice.hold': '按住遥控器确认键说话',
  'voice.held': '正在说话，大家能听到',
  'voice.rests': '麦克风休息中，开口即开',
  'voice.echo': '回声',
  'voice.echo.good': '没有',
  'voice.echo.echo': '别的教室会听到回声：调小音箱，或把麦克风移远',
  'voice.talk': '按住说话',
  'voice.talking': '正在说话',
  'voice.talkFailed': '没有连接，大家听不到',
};
