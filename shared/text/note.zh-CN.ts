import type { NoteKey } from './note.en.ts';
import type { Dictionary } from './text.ts';

/** 备课笔记。 */
export const noteZhCn: Dictionary<NoteKey> = {
  'note.title': '备课笔记',
  'note.phone': '这里可以读，电脑上可以写。学生看不到。',
  'note.empty': '还没有人写。',
  'note.of': '备课笔记 · {lesson}',
  'note.lead': '您和各教室的老师在这里一起写，彼此随时看得到。学生看不到。',
  'note.placeholder': '教学目标、各教室要准备什么、怎样分工……',
  'note.readOnly': '您可以阅读这份笔记。',
  'note.opening': '正在打开笔记……',
  'note.saved': '已保存',
  'note.saving': '正在保存……',
  'note.unsaved': '尚未保存：网络断开。您写的内容先留在这里，网络恢复后自动保存。',
  'note.refused': '没有保存：{reason}',
  'note.here': '正在编辑：{names}',
  'note.earlier': '写过的人：{names}',
  'note.earlierOne': '{name}（{time}）',
};
