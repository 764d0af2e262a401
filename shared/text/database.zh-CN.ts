import type { DatabaseTextKey } from './database.en.ts';
import type { Dictionary } from './text.ts';

export const databaseZhCN: Dictionary<DatabaseTextKey> = {
  'database.help': `数据：升级、备份、恢复、迁移。

  npm run db -- migrate                      把数据升级到本版本
  npm run db -- backup 文件                  把全部数据备份到一个文件；服务可以继续运行
  npm run db -- restore 文件                 把备份恢复到空的数据库；须先停止服务
  npm run db -- copy --to postgres://…       把全部数据迁移到空的 PostgreSQL；须先停止服务

  --data-dir 路径   同 DATA_DIR
  数据在哪里由 DATABASE_URL（或 DATABASE_URL_FILE）和 DATA_DIR 指明，与 npm start 相同。
  密码不必写在命令里：用 PGPASSFILE 指明存放密码的文件。`,
  'database.unknownCommand': '没有“{command}”这个命令。可用：migrate、backup、restore、copy。',
  'database.unknownArgument': '参数“{argument}”用不上。用法见 npm run db -- --help。',
  'database.fileWanted': '请写明文件：npm run db -- {command} 文件',
  'database.toWanted':
    '请写明迁移到哪里，以 postgres:// 或 file: 开头：npm run db -- copy --to postgres://用户@主机/库名',
  'database.toItself': '数据本来就在那里。请在 --to 后写另一个空的数据库。',
  'database.inUse': '服务正在使用这些数据。请先停止服务；不停服务的备份请用 npm run db -- backup 文件。',
  'database.targetInUse': '有服务正在使用目标数据库。请先停止它。',
  'database.notEmpty': '目标处已有数据，没有做任何改动。请换一个空的数据库，或把旧文件移走。',
  'database.empty': '这里还没有数据：{where}。请检查 DATA_DIR 和 DATABASE_URL。',
  'database.noRecords': '这里还没有数据。请检查 DATA_DIR 和 DATABASE_URL。',
  'database.fileThere': '{file} 已存在，不会覆盖。请换一个名字，例如加上日期。',
  'database.fileMissing': '{file} 不存在。请检查路径。',
  'database.noBackup': '{file} 不是 npm run db -- backup 做的备份，或已损坏。请换一份备份。',
  'database.differs':
    '表 {table} 与读到的不一致（现有 {found} 行，应有 {wanted} 行）。这份数据不能使用：请换一份备份或检查磁盘，然后重来。',
  'database.newer': '这些数据由更新版本的三课堂写入。请用那个版本操作，或先升级本机。',
  'database.unfinished':
    '曾向这里搬运数据，没有全部到达。请再次运行同一条 restore 或 copy 命令，它会自动从头开始。',
  'database.away': '数据库连不上或打不开（{error}）。请检查地址和用户权限。',
  'database.full': '磁盘已满。请腾出空间后再次运行。',
  'database.failed': '发生了没有预料到的问题（{error}）。请把这一行报告给我们。',
  'database.table': '{table}：{rows} 行',
  'database.migrated': '数据已是最新结构；本次完成 {count} 步。',
  'database.backedUp': '已备份到 {file}：{tables} 张表，{rows} 行。',
  'database.keysApart': '证书和密钥在数据目录的 access/ 里，不在备份里：请另外保存。',
  'database.restored': '已恢复并逐表核对：{tables} 张表，{rows} 行。可以启动服务了。',
  'database.copied':
    '已迁移并逐表核对：{tables} 张表，{rows} 行。把 DATABASE_URL 设为新的数据库再启动服务；旧数据原样保留。',
};
