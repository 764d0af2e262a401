import type { Dictionary } from './text.ts';
import type { VerifyTextKey } from './verify.en.ts';

export const verifyZhCN: Dictionary<VerifyTextKey> = {
  'verify.help': `核验：把单位留存的文件与数据对照。

  npm run report -- verify 文件      日封存（….seal.json）或冻结的报表（….snapshot.json）

  --key 文件        您留存的封存公钥（….pub.pem）；
                    不写：先用文件旁边的，再用 DATA_DIR/seals 里的
  --data-dir 路径   同 DATA_DIR
  数据在哪里由 DATABASE_URL（或 DATABASE_URL_FILE）和 DATA_DIR 指明，与 npm start 相同。
  退出码：0 与留存时一致，1 有不一致，2 无法核验。`,
  'verify.unknownCommand': '没有“{command}”这个命令。用法：npm run report -- verify 文件',
  'verify.unknownArgument': '参数“{argument}”用不上。用法见 npm run report -- --help。',
  'verify.fileWanted': '请写明文件：npm run report -- verify 文件',
  'verify.fileMissing': '读不到 {file}。请检查路径。',
  'verify.notKept': '{file} 既不是日封存也不是冻结的报表，或已损坏。请换一份。',
  'verify.keyMissing': '没有公钥可以核对 {file}。请写明您留存的公钥：--key 文件.pub.pem',
  'verify.keyWrong': '{file} 里没有公钥。请用与封存一起下载的 .pub.pem。',
  'verify.otherKey':
    '{file} 由另一把密钥（{print}）签名，不是您信任的那把。除非您知道换过密钥，否则不要采信。',
  'verify.altered': '{file} 在签名之后被改过。不要采信，请换一份。',
  'verify.empty': '这里还没有数据：{where}。请检查 DATA_DIR 和 DATABASE_URL。',
  'verify.away': '数据库连不上或打不开（{error}）。请检查地址和用户权限。',
  'verify.failed': '发生了没有预料到的问题（{error}）。请把这一行报告给我们。',

  'verify.sealed':
    '{date} 的封存（第 {number} 号，密钥 {print}）签名有效、内容完整。正在核对 {seals} 天、{sessions} 节课……',
  'verify.accepted': '与封存一致：{sessions} 节课、{events} 条事件，登记册等 {rows} 行，{seals} 天。',
  'verify.found': '有 {count} 处与封存不一致：',
  'verify.more': '……另有 {count} 处',
  'verify.log.changed': '课 {session}：第 {seq} 条事件被修改',
  'verify.log.deleted': '课 {session}：第 {seq} 条事件不见了',
  'verify.log.inserted': '课 {session}：第 {seq} 条或之前插入了事件',
  'verify.log.reordered': '课 {session}：从第 {seq} 条起事件被调换顺序',
  'verify.log.truncated': '课 {session}：从第 {seq} 条起，结尾不见了',
  'verify.log.removed': '课 {session}：整个日志被删除',
  'verify.log.rebuilt': '课 {session}：日志被重写，结尾与封存不符',
  'verify.log.words': '课 {session}：第 {seq} 条事件的文字被修改',
  'verify.row.changed': '表 {table}（{date} 及之前记入）：有行被修改：{ids}',
  'verify.row.deleted': '表 {table}（{date} 及之前记入）：有 {missing} 行被删除',
  'verify.row.inserted': '表 {table}（{date} 及之前记入）：有行被插入：{ids}',
  'verify.quality': '课 {session} 的测量数据 {table} 与封存不符（现有 {found} 行，封存时 {sealed} 行）',
  'verify.seal.changed': '数据库里的第 {number} 号封存不是后来的封存所证明的那一份',
  'verify.seal.missing': '数据库里的第 {number} 号封存不见了',
  'verify.snapshot': '{name} {from} 至 {to} 的冻结报表，{date} 冻结：内容完整，SHA-256 {sha256}。',
  'verify.snapshot.provisional': '这是暂定报表：冻结时本期尚未结束或尚未统计完。',
  'verify.snapshot.unknown': '数据里没有这份报表：它不是这里冻结的。',
  'verify.snapshot.other': '数据里这份报表的 SHA-256 不同：其中一份被改过。',
  'verify.snapshot.altered': '{file} 与它自己的 SHA-256 不符。不要采信，请换一份。',
  'verify.snapshot.counting': '正在副本里从日志重新计算……',
  'verify.snapshot.same': '一致：{places} 处、{needs} 项未满足的需求与冻结时相同。',
  'verify.snapshot.differs': '今天再算，有 {count} 个数字或需求不同：',
  'verify.snapshot.figure': '{name}，{key}：冻结时 {was}，现在 {is}',
  'verify.snapshot.need': '{school}，{subject}{grade}：原因冻结时 {was}，现在 {is}',
  'verify.snapshot.changes': '之后记入了 {count} 条与本期有关的内容：',
  'verify.snapshot.unexplained': '之后没有记入与本期有关的内容。请核验日封存：数据可能被改动。',
  'verify.snapshot.change': '{at} {kind} {by} {school}：{reason}',
  'verify.incomplete': '更早的内容因此无法核对。请把更早的封存文件放到 {file} 旁边再试。',
};
