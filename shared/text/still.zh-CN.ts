import type { StillKey } from './still.en.ts';

export const stillZhCn: Readonly<Record<StillKey, string>> = {
  'still.show': '显示课堂小画面',
  'still.shown': '每 10 秒一张，只取主讲端，不保存；本次查看已记入操作记录',
  'still.off': '本范围没有开启小画面。为保护隐私默认关闭，由管理员在“小画面设置”中开启。',
  'still.missing': '服务器没有 ffmpeg，无法取小画面。请联系运维安装：apt install ffmpeg',
  'still.of': '主讲端小画面 {time}',
  'still.card.off': '主讲学校所在地区未开启小画面',
  'still.card.making': '正在取小画面',
  'still.card.none': '现在没有画面',
  'still.setting': '小画面设置',
  'still.setting.lead':
    '开启后，本地区的管理员和督导可在督导墙上看到主讲端的静态小画面（每 10 秒一张，宽 320 像素，不保存）。教学点的画面从不显示。主讲教师会看到提示。',
  'still.setting.region': '地区：{name}',
  'still.setting.enabled': '允许小画面',
  'still.setting.on': '开启',
  'still.setting.offWord': '关闭',
  'still.setting.by': '现在按“{name}”的设置：{word}',
  'still.setting.byNobody': '现在：关闭（没有人设置过）',
  'still.setting.below': '下级地区有自己的设置时，按下级的。',
  'still.setting.reason': '原因',
  'still.setting.save': '保存，立即生效',
  'still.setting.history': '修改记录',
  'still.sign': '督导可见小画面',
  'still.sign.why': '督导墙可看到主讲端的静态小画面，每 10 秒一张，不保存',
};
