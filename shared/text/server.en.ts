import type { Dictionary } from './text.ts';

/** What the server says to whoever starts it. Variables keep their names in every language. */
export const serverEn = {
  'start.ready': 'Sanketang {version} is running.',
  'start.console': 'Console for teachers and administrators: {url}',
  'start.screen': 'Large screen in a classroom:               {url}',
  'start.coverage': 'Coverage:                                  {url}',
  'start.setup': 'Make the first administrator (works once, tell nobody else): {url}',
  'start.demoOffer': 'The records are empty. To look around in a made-up county, start once with --demo.',
  'start.demoLoaded': 'A made-up county has been loaded. Sign in as one of these people:',
  'start.demoSignIn': 'Sign-in name {loginName}, password {password}.',
  'start.demoPin': 'Everybody in it has the phone PIN {pin}.',
  'start.demoKept': 'The records are not empty, so --demo changes nothing.',
  'start.alsoAt': 'Also at:                                   {urls}',
  'start.install': 'Before its first use every device opens this page and installs the certificate: {url}',
  'start.schoolOnly':
    '{url} is an address of the school’s own network: phones and screens reach it over the school’s Wi-Fi only.',
  'start.onlyHere':
    'This machine only: no other device gets in. It can be changed in the console under “Getting in”.',
  'start.certificateProblem':
    'The certificate cannot be used ({problem}). The console says why and what to do under “Getting in”; so does npm run doctor.',
  'start.insecure':
    'Other machines get no camera or microphone over plain HTTP: browsers ask for HTTPS. Choose a way in the console under “Getting in”, or put an HTTPS proxy in front and set PUBLIC_URL.',
  'start.refused': 'The server did not start.',
  'start.portTaken':
    'Port {port} is taken by another program. End that program, or choose another port: PORT=8081 or --port 8081.',
  'start.rtcPortTaken':
    'A port for audio and video is taken by another program: those from {port} on, one for each processor and one more. End that program, or choose others: RTC_PORT=45400.',
  'start.portDenied':
    'This user may not use port {port}. Choose a port above 1023: PORT=8080 or --port 8080.',
  'start.hostUnknown':
    'HOST={host} is no address of this machine. Set HOST to 0.0.0.0 (all) or 127.0.0.1 (only here).',
  'start.listenFailed': 'Port {port} on {host} cannot be opened ({error}). Try another HOST or PORT.',
  'start.tlsBroken':
    'The certificate or its key cannot be used ({error}). TLS_CERT_FILE wants the chain and TLS_KEY_FILE the matching key without a passphrase, both as PEM.',
  'start.databaseAway':
    'The records cannot be opened ({error}). Check DATABASE_URL and that this user may read and write there.',
  'start.databaseNewer':
    'The records were written by a newer version of Sanketang. Start that version, or take the copy from before the update.',
  'start.databaseBroken':
    '{file} is damaged or no database ({error}). Put your last copy in its place, or name another one with DATABASE_URL; keep the damaged file.',
  'start.folderInUse':
    'Another server is using the data folder {folder}. Stop that one first, or give this one a folder of its own: DATA_DIR=./data2.',
  'start.recordsInUse':
    'Another server is using these records. Stop that one first; several servers on one PostgreSQL all need the same REDIS_URL.',
  'start.clockApart':
    'The clock of this machine is {seconds} s ahead of the database’s (behind, if negative). With several servers it must agree within 2 s: switch the time service on, on all of them.',
  'start.recordsUnfinished':
    'Records were being brought into this database by npm run db and did not all arrive. Run the same restore or copy again; it begins anew by itself.',
  'start.diskFull': 'The disk is full in {folder}. Make room there; until then nothing new can be recorded.',
  'start.workerMissing':
    'There is no media worker, so no lesson could be held. Start with npm start, which obtains one, or set MEDIASOUP_WORKER_BIN.',
  'start.workerBroken':
    'The media worker does not run ({error}). Set MEDIASOUP_WORKER_BIN to one that does, or start with npm start.',
  'start.pagesMissing': 'The pages have not been built yet. Run npm run build, or start with npm start.',
  'start.failed':
    'Something unforeseen happened ({error}). The details are in the log above; please report it together with them.',
  'run.diskFull':
    'The disk is full in {folder}. Lessons go on, but nothing new can be confirmed. Make room there; what waits is then recorded by itself.',
  'run.databaseAway':
    'The records cannot be written. Lessons go on, but nothing new can be confirmed. Check the database; what waits is recorded by itself once it is back.',
  'run.databaseBack': 'The records can be written again.',
  'run.fault':
    'Something unforeseen happened ({error}). Lessons go on. Please report it together with the log.',
  'run.broken':
    'Unforeseen errors do not stop. The server ends; start it again, and running lessons go on. Please report it together with the log.',
  'run.clockStepped':
    'The clock of this machine was set by {seconds} s. Lessons go on by their own time; check the time service.',
  'stop.draining': 'Stopping: telling everybody who is connected …',
  'stop.forced':
    'Stopping was cut short. What was confirmed is kept; running lessons go on when the server is started again.',
  'stop.done': 'Stopped. Nothing that was confirmed is lost.',

  'config.problem': '{variable}: {problem}',
  'config.got': '{expected} (got "{value}")',
  'config.host': 'must be an address of this machine, such as 0.0.0.0 or 127.0.0.1. Example: HOST=0.0.0.0',
  'config.port': 'must be a whole number from 0 to 65535. Example: PORT=8080',
  'config.publicUrl':
    'must be the address that people type, with http:// or https:// and nothing behind the port. Example: PUBLIC_URL=https://class.example.edu',
  'config.allowedOrigins':
    'must be addresses with http:// or https://, separated by commas. Example: ALLOWED_ORIGINS=https://a.example,https://b.example:8443',
  'config.databaseUrl':
    'must begin with file: or postgres://. Example: DATABASE_URL=file:./data/sanketang.db',
  'config.redisUrl': 'must begin with redis:// or rediss://. Example: REDIS_URL=redis://127.0.0.1:6379',
  'config.redisNeedsPostgres':
    'is for several servers on one PostgreSQL. Set DATABASE_URL=postgres://… too, or leave REDIS_URL out.',
  'config.snapshotAfterDays': 'must be a whole number of days, 1–28. Example: SNAPSHOT_AFTER_DAYS=5',
  'config.mapFile':
    'must be a GeoJSON file that can be read: your approved map. Example: MAP_GEOJSON=/srv/sanketang/county.geojson',
  'config.qualityKeepDays': 'must be a whole number of days, 1–3650. Example: QUALITY_KEEP_DAYS=90',
  'config.sealKeyFile':
    'must be a file in a folder that this user may write to; it is made when it is not there. Example: SEAL_KEY_FILE=/etc/sanketang/seal-key.pem',
  'config.coursewareDir':
    'must be a folder that this user may write to; several servers share one. Example: COURSEWARE_DIR=/mnt/courseware',
  'config.recordingDir':
    'must be a folder that this user may write to. Example: RECORDING_DIR=/srv/sanketang/recordings',
  'config.recordingKeepFree':
    'must be a whole number from 0 to 99999, in MB. Example: RECORDING_KEEP_FREE_MB=2048',
  'config.recordingKeepDays':
    'must name kinds of lessons and days, or forever. Example: RECORDING_KEEP_DAYS=delivery:180,master:forever,online:365',
  'config.dataDir': 'must be a folder that this user may write to. Example: DATA_DIR=./data',
  'config.workerBin': 'must be a program that this user may run. Leave it out to let npm start obtain one.',
  'config.rtcPort': 'must be 0 or a whole number from 1024 to 65000. Example: RTC_PORT=44400',
  'config.rtcAnnounced':
    'must be addresses at which screens reach this machine, separated by commas. Example: RTC_ANNOUNCED_ADDRESS=192.168.1.10',
  'config.logLevel': 'must be one of {levels}. Example: LOG_LEVEL=info',
  'config.tlsFile': 'must be a PEM file that this user may read.',
  'config.tlsPair': 'is missing: TLS_CERT_FILE and TLS_KEY_FILE go together. Set both or neither.',
  'config.accessWay': 'must be one of {ways}. Example: ACCESS_WAY=own-ca',
  'config.accessNames':
    'must be names or addresses that the certificate shall hold too, separated by commas. Example: ACCESS_NAMES=class.school.lan,192.168.1.10',
  'config.acmeDirectory':
    'must be the ACME directory of a certificate authority, with https://. Example: ACME_DIRECTORY_URL=https://acme.example/directory',
  'config.acmeEmail': 'must be an e-mail address. Example: ACME_EMAIL=it@example.edu',
  'config.acmeDnsHook': 'must be a program that this user may run; it sets and removes the TXT record.',
  'config.oidcIssuer':
    'must be the address of the office’s sign-in (OpenID Connect), with https://. Example: OIDC_ISSUER=https://sso.example.edu',
  'config.oidcText':
    'must be what the office’s sign-in gave you; this is too long or has characters that do not belong there.',
  'config.oidcAll':
    'is missing: OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together. Set all or none.',
  'config.cameraNetworks':
    'must be further networks or addresses of cameras and recording hosts, with commas (private ones need not be named). Example: CAMERA_NETWORKS=203.0.113.0/24',
  'config.rtmpPort':
    'must be a whole number from 0 to 65535: where encoders send to by RTMP. Without it none may. Example: RTMP_PORT=1935',
  'config.webhookLocalHosts':
    'must be hosts that may be sent webhooks in your own network and without https, with commas. Example: WEBHOOK_LOCAL_HOSTS=oa.county.lan,10.1.2.3',
  'config.lrsUrl':
    'must be the address of a Learning Record Store (LRS), beginning with http:// or https://. Example: LRS_URL=https://lrs.example.edu/xapi',
  'config.lrsText': 'must be what the Learning Record Store gave out, at most 500 characters.',
  'config.s3Endpoint':
    'must be the address of an S3-compatible store, beginning with http:// or https://. Example: S3_ENDPOINT=https://s3.example.edu',
  'config.s3Bucket':
    'must be a bucket’s name (small letters, digits, dots, hyphens). Example: S3_BUCKET=sanketang-recordings',
  'config.s3Region': 'must be the store’s region. Example: S3_REGION=us-east-1',
  'config.s3Text': 'must be a key that the store gave out, at most 500 characters.',
  'config.s3All':
    'is missing: S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY and S3_SECRET_KEY go together, or none of them.',
  'config.s3PathStyle':
    'must be yes (the bucket stands in the path) or no (in the host’s name). Example: S3_PATH_STYLE=yes',
  'config.s3KeepLocal': 'must be a whole number of hours, 0–8760. Example: S3_KEEP_LOCAL_HOURS=24',
  'config.lrsAll': 'is missing: LRS_URL, LRS_KEY and LRS_SECRET go together, or none of them.',
  'config.lrsPublicUrl': 'is missing: it is needed with LRS_URL. Statements name lessons and rooms by it.',
  'config.trustedProxies': 'must be how many proxies stand in front, 0 to 5. Example: TRUSTED_PROXY_COUNT=1',
  'config.secretFile': 'names a file that cannot be read ({error}).',
  'config.secretTwice': 'is set together with {variable}. Set only one of them.',
  'config.argument':
    'unknown or incomplete argument: {argument}. Known: --demo --port --data-dir --help --version',
  help: `Sanketang, live teaching for the three classrooms.

  npm start [-- ARGUMENTS]

  --demo            fill empty records with a made-up county
  --port NUMBER     same as PORT
  --data-dir PATH   same as DATA_DIR
  --version         print the version
  --help            print this

  HOST PORT PUBLIC_URL ALLOWED_ORIGINS TRUSTED_PROXY_COUNT
  TLS_CERT_FILE TLS_KEY_FILE ACCESS_WAY ACCESS_NAMES ACME_DIRECTORY_URL ACME_EMAIL ACME_DNS_HOOK
  OIDC_ISSUER OIDC_CLIENT_ID OIDC_CLIENT_SECRET (or OIDC_CLIENT_SECRET_FILE) OIDC_CLAIM OIDC_NAME
  CAMERA_NETWORKS RTMP_PORT WEBHOOK_LOCAL_HOSTS LRS_URL LRS_KEY LRS_SECRET (or LRS_SECRET_FILE)
  S3_ENDPOINT S3_BUCKET S3_REGION S3_ACCESS_KEY S3_SECRET_KEY (or S3_SECRET_KEY_FILE) S3_PATH_STYLE S3_KEEP_LOCAL_HOURS
  DATABASE_URL (or DATABASE_URL_FILE) REDIS_URL DATA_DIR COURSEWARE_DIR QUALITY_KEEP_DAYS SEAL_KEY_FILE SNAPSHOT_AFTER_DAYS RTC_PORT RTC_ANNOUNCED_ADDRESS MEDIASOUP_WORKER_BIN LOG_LEVEL
  are explained in .env.example.`,
} as const satisfies Dictionary;

export type ServerTextKey = keyof typeof serverEn;
