import type { ServerTextKey } from './server.en.ts';
import type { Dictionary } from './text.ts';

/** What the server says to whoever starts it. Variables keep their names in every language. */
export const serverZhCN: Dictionary<ServerTextKey> = {
  'start.ready': '三课堂 Sanketang {version} 已启动。',
  'start.console': '教师与管理员控制台：{url}',
  'start.screen': '教室大屏：　　　　　{url}',
  'start.coverage': '覆盖情况：　　　　　{url}',
  'start.setup': '创建首位管理员（仅可使用一次，请勿转发）：{url}',
  'start.demoOffer': '尚无任何数据。想先看看效果，可用 --demo 启动一次，载入一个虚构的县。',
  'start.demoLoaded': '已载入虚构的县，可用以下账号登录。',
  'start.demoSignIn': '登录名 {loginName}，密码 {password}。',
  'start.demoPin': '县里每个人的手机口令 都是 {pin}。',
  'start.demoKept': '已有数据，--demo 不作任何改动。',
  'start.alsoAt': '也可以用：　　　　　{urls}',
  'start.install': '每台设备第一次使用前，先打开此页安装证书：{url}',
  'start.schoolOnly': '{url} 是校内地址：手机和大屏要连接学校的网络（Wi-Fi）才能打开。',
  'start.onlyHere': '已选“仅本机”：其他设备不能进入。在控制台的“接入”里可以更改。',
  'start.certificateProblem':
    '证书不可用（{problem}）。请打开控制台的“接入”查看原因和办法，或运行 npm run doctor。',
  'start.insecure':
    '其他电脑通过普通 HTTP 无法使用摄像头和麦克风，浏览器要求 HTTPS。请在控制台的“接入”里选择一种方式，或在前面架设 HTTPS 代理并设置 PUBLIC_URL。',
  'start.refused': '服务未启动。',
  'start.portTaken': '端口 {port} 已被其他程序占用。请结束该程序，或换一个端口：PORT=8081 或 --port 8081。',
  'start.rtcPortTaken':
    '音视频端口已被其他程序占用：从 {port} 起，每个处理器一个，另加一个。请结束该程序，或换一组端口：RTC_PORT=45400。',
  'start.portDenied': '当前用户无权使用端口 {port}。请选择 1023 以上的端口：PORT=8080 或 --port 8080。',
  'start.hostUnknown': 'HOST={host} 不是本机地址。请将 HOST 设为 0.0.0.0（全部）或 127.0.0.1（仅本机）。',
  'start.listenFailed': '无法打开 {host} 的端口 {port}（{error}）。请更换 HOST 或 PORT。',
  'start.tlsBroken':
    '证书或密钥无法使用（{error}）。TLS_CERT_FILE 应为证书链，TLS_KEY_FILE 应为与之匹配、无口令的密钥，均为 PEM 格式。',
  'start.databaseAway': '无法打开数据库（{error}）。请检查 DATABASE_URL，并确认当前用户可读写该位置。',
  'start.databaseNewer': '数据由更新版本的三课堂写入。请启动该版本，或使用升级前的备份。',
  'start.databaseBroken':
    '{file} 已损坏或不是数据库（{error}）。请用最近的备份替换，或用 DATABASE_URL 指定其他数据库；请保留损坏的文件。',
  'start.folderInUse':
    '另一个服务正在使用数据目录 {folder}。请先停止它，或给这个服务另一个目录：DATA_DIR=./data2。',
  'start.recordsInUse':
    '另一个服务正在使用这些数据。请先停止它；多台服务共用一个 PostgreSQL 时，每台都要设置同一个 REDIS_URL。',
  'start.clockApart':
    '本机的时钟比数据库快 {seconds} 秒（负数为慢）。多台服务的时钟须相差 2 秒以内：请在每台机器上打开时间同步。',
  'start.recordsUnfinished':
    '曾用 npm run db 向这个数据库搬运数据，没有全部到达。请再次运行同一条 restore 或 copy 命令，它会自动从头开始。',
  'start.diskFull': '{folder} 所在磁盘已满。请腾出空间；在此之前无法记录任何新内容。',
  'start.workerMissing':
    '没有媒体进程，无法上课。请用 npm start 启动（会自动获取），或设置 MEDIASOUP_WORKER_BIN。',
  'start.workerBroken':
    '媒体进程无法运行（{error}）。请将 MEDIASOUP_WORKER_BIN 指向可用的程序，或用 npm start 启动。',
  'start.pagesMissing': '页面尚未构建。请运行 npm run build，或用 npm start 启动。',
  'start.failed': '发生意外错误（{error}）。详情见上方日志，请连同日志一并反馈。',
  'run.diskFull':
    '{folder} 所在磁盘已满。课堂继续进行，但无法确认任何新内容。请腾出空间，等待中的内容随后会自动记录。',
  'run.databaseAway':
    '数据无法写入。课堂继续进行，但无法确认任何新内容。请检查数据库；恢复后等待中的内容会自动记录。',
  'run.databaseBack': '数据已恢复写入。',
  'run.fault': '发生意外错误（{error}）。课堂继续进行。请连同日志一并反馈。',
  'run.broken': '意外错误持续出现，服务即将停止。请重新启动，进行中的课堂会继续。请连同日志一并反馈。',
  'run.clockStepped': '本机时钟被调整了 {seconds} 秒。课堂按自身计时继续；请检查时间服务。',
  'stop.draining': '正在停止：通知所有已连接的终端……',
  'stop.forced': '停止过程被中断。已确认的内容均已保存；重新启动后，进行中的课堂会继续。',
  'stop.done': '已停止。已确认的内容没有丢失。',

  'config.problem': '{variable}：{problem}',
  'config.got': '{expected}（当前为“{value}”）',
  'config.host': '应为本机地址，如 0.0.0.0 或 127.0.0.1。例：HOST=0.0.0.0',
  'config.port': '应为 0 到 65535 的整数。例：PORT=8080',
  'config.publicUrl':
    '应为用户输入的地址，以 http:// 或 https:// 开头，端口之后不带其他内容。例：PUBLIC_URL=https://class.example.edu',
  'config.allowedOrigins':
    '应为以 http:// 或 https:// 开头的地址，用逗号分隔。例：ALLOWED_ORIGINS=https://a.example,https://b.example:8443',
  'config.databaseUrl': '应以 file: 或 postgres:// 开头。例：DATABASE_URL=file:./data/sanketang.db',
  'config.redisUrl': '必须以 redis:// 或 rediss:// 开头。例如：REDIS_URL=redis://127.0.0.1:6379',
  'config.redisNeedsPostgres':
    '用于多台服务共用一个 PostgreSQL。请同时设置 DATABASE_URL=postgres://…，或去掉 REDIS_URL。',
  'config.snapshotAfterDays': '应为 1–28 的整数（天）。例：SNAPSHOT_AFTER_DAYS=5',
  'config.mapFile':
    '须是可读的 GeoJSON 文件（已获审批的地图）。例：MAP_GEOJSON=/srv/sanketang/county.geojson',
  'config.qualityKeepDays': '应为 1–3650 的整数（天）。例：QUALITY_KEEP_DAYS=90',
  'config.sealKeyFile':
    '应为当前用户可写入的文件夹里的文件；没有时会生成。例：SEAL_KEY_FILE=/etc/sanketang/seal-key.pem',
  'config.coursewareDir': '应为当前用户可写入的文件夹；多台服务共用一个。例：COURSEWARE_DIR=/mnt/courseware',
  'config.recordingDir': '须是本用户可写入的文件夹。例如：RECORDING_DIR=/srv/sanketang/recordings',
  'config.recordingKeepFree': '须为 0 到 99999 的整数（单位 MB）。例如：RECORDING_KEEP_FREE_MB=2048',
  'config.recordingKeepDays':
    '须写明课堂类型和保留天数（forever 为长期保留）。例如：RECORDING_KEEP_DAYS=delivery:180,master:forever,online:365',
  'config.dataDir': '应为当前用户可写入的文件夹。例：DATA_DIR=./data',
  'config.workerBin': '应为当前用户可运行的程序。不设置则由 npm start 自动获取。',
  'config.rtcPort': '应为 0 或 1024 到 65000 的整数。例：RTC_PORT=44400',
  'config.rtcAnnounced': '应为大屏可访问本机的地址，用逗号分隔。例：RTC_ANNOUNCED_ADDRESS=192.168.1.10',
  'config.logLevel': '应为以下之一：{levels}。例：LOG_LEVEL=info',
  'config.tlsFile': '应为当前用户可读取的 PEM 文件。',
  'config.tlsPair': '缺失：TLS_CERT_FILE 和 TLS_KEY_FILE 须同时设置，或都不设置。',
  'config.accessWay': '应为以下之一：{ways}。例：ACCESS_WAY=own-ca',
  'config.accessNames':
    '应为证书还要包含的名称或地址，用逗号分隔。例：ACCESS_NAMES=class.school.lan,192.168.1.10',
  'config.acmeDirectory':
    '应为证书机构的 ACME 目录地址，以 https:// 开头。例：ACME_DIRECTORY_URL=https://acme.example/directory',
  'config.acmeEmail': '应为电子邮箱。例：ACME_EMAIL=it@example.edu',
  'config.acmeDnsHook': '应为当前用户可运行的程序，用来设置和删除 TXT 记录。',
  'config.oidcIssuer':
    '应为单位统一认证（OpenID Connect）的地址，以 https:// 开头。例：OIDC_ISSUER=https://sso.example.edu',
  'config.oidcText': '应为统一认证平台给出的内容；现在的太长，或含有不该有的字符。',
  'config.oidcAll': '缺失：OIDC_ISSUER、OIDC_CLIENT_ID 和 OIDC_CLIENT_SECRET 须同时设置，或都不设置。',
  'config.cameraNetworks':
    '应为摄像机、录播主机所在的其他网段或地址，用逗号分隔（内网网段无须填写）。例：CAMERA_NETWORKS=203.0.113.0/24',
  'config.rtmpPort':
    '应为 0 到 65535 的整数：编码器用 RTMP 推流的端口；不设则不接收 RTMP。例：RTMP_PORT=1935',
  'config.webhookLocalHosts':
    '应为可以用内部地址、也可以不用 https 接收事件推送的主机，用逗号分隔。例：WEBHOOK_LOCAL_HOSTS=oa.county.lan,10.1.2.3',
  'config.lrsUrl':
    '应为学习记录库（LRS）的地址，以 http:// 或 https:// 开头。例：LRS_URL=https://lrs.example.edu/xapi',
  'config.lrsText': '应为学习记录库给出的内容，最多 500 个字符。',
  'config.s3Endpoint':
    '应为 S3 兼容对象存储的地址，以 http:// 或 https:// 开头。例：S3_ENDPOINT=https://s3.example.edu',
  'config.s3Bucket': '应为存储桶名称（小写字母、数字、点、连字符）。例：S3_BUCKET=sanketang-recordings',
  'config.s3Region': '应为存储区域的代码。例：S3_REGION=us-east-1',
  'config.s3Text': '应为对象存储给出的密钥，最多 500 个字符。',
  'config.s3All': '缺失：S3_ENDPOINT、S3_BUCKET、S3_ACCESS_KEY 和 S3_SECRET_KEY 须同时设置，或都不设置。',
  'config.s3PathStyle': '应为 yes（存储桶写在路径里）或 no（写在主机名里）。例：S3_PATH_STYLE=yes',
  'config.s3KeepLocal': '应为 0–8760 的整数（小时）。例：S3_KEEP_LOCAL_HOURS=24',
  'config.lrsAll': '缺失：LRS_URL、LRS_KEY 和 LRS_SECRET 须同时设置，或都不设置。',
  'config.lrsPublicUrl': '缺失：设置 LRS_URL 时须同时设置。记录以它命名课和教室。',
  'config.trustedProxies': '应为前置代理的层数，0 到 5。例：TRUSTED_PROXY_COUNT=1',
  'config.secretFile': '指定的文件无法读取（{error}）。',
  'config.secretTwice': '与 {variable} 同时设置。请只设置其中一个。',
  'config.argument': '未知或不完整的参数：{argument}。可用：--demo --port --data-dir --help --version',
  help: `三课堂 Sanketang：面向“三个课堂”的直播教学系统。

  npm start [-- 参数]

  --demo            在空数据上载入一个虚构的县
  --port 端口        同 PORT
  --data-dir 路径    同 DATA_DIR
  --version         显示版本
  --help            显示本说明

  HOST PORT PUBLIC_URL ALLOWED_ORIGINS TRUSTED_PROXY_COUNT
  TLS_CERT_FILE TLS_KEY_FILE ACCESS_WAY ACCESS_NAMES ACME_DIRECTORY_URL ACME_EMAIL ACME_DNS_HOOK
  OIDC_ISSUER OIDC_CLIENT_ID OIDC_CLIENT_SECRET（或 OIDC_CLIENT_SECRET_FILE） OIDC_CLAIM OIDC_NAME
  CAMERA_NETWORKS RTMP_PORT WEBHOOK_LOCAL_HOSTS LRS_URL LRS_KEY LRS_SECRET（或 LRS_SECRET_FILE）
  S3_ENDPOINT S3_BUCKET S3_REGION S3_ACCESS_KEY S3_SECRET_KEY（或 S3_SECRET_KEY_FILE） S3_PATH_STYLE S3_KEEP_LOCAL_HOURS
  DATABASE_URL（或 DATABASE_URL_FILE） REDIS_URL DATA_DIR COURSEWARE_DIR QUALITY_KEEP_DAYS SEAL_KEY_FILE SNAPSHOT_AFTER_DAYS RTC_PORT RTC_ANNOUNCED_ADDRESS MEDIASOUP_WORKER_BIN LOG_LEVEL
  的说明见 .env.example。`,
};
