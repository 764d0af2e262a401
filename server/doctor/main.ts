import { freemem, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { obtainWorker } from '../../sfu/index.ts';
import { doctorEn } from '../../shared/text/doctor.en.ts';
import { doctorZhCN } from '../../shared/text/doctor.zh-CN.ts';
import { createText } from '../../shared/text/text.ts';
import { findOffice } from '../courseware/courseware.convert.ts';
import { findFont } from '../export/export.fonts.ts';
import { type Config, readStart } from '../platform/config.ts';
import { lookAtCertificate } from './doctor.certificate.ts';
import { lookAtClock, lookAtDatabase, lookAtDisk, lookAtObjects, lookForFfmpeg } from './doctor.machine.ts';
import { lookAtMediaPorts, lookAtWebPort, lookForEchoes } from './doctor.network.ts';
import {
  judgeCertificate,
  judgeClock,
  judgeDatabase,
  judgeDisk,
  judgeEchoes,
  judgeFfmpeg,
  judgeFont,
  judgeMediaPorts,
  judgeMemory,
  judgeNode,
  judgeObjects,
  judgeOffice,
  judgeWebPort,
  judgeWorker,
} from './doctor.rules.ts';
import type { Verdict } from './doctor.types.ts';

/** No right clock is before this. */
const MADE_MS = Date.UTC(2026, 0, 1);

const start = readStart();
if (start.kind === 'run') await examine(start.config);
else {
  const lines = start.kind === 'print' ? [start.text] : start.lines.map((line) => `bad   ${line}`);
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = start.kind === 'refused' ? 1 : 0;
}

/** Looks at everything that a lesson needs from this machine, one line each; the exit code is 1 when something must be mended. */
async function examine(config: Config): Promise<void> {
  const text = createText(config.locale === 'en' ? doctorEn : doctorZhCN);
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const counts = { ok: 0, warn: 0, bad: 0 };
  const tell = ({ level, what, out, params }: Verdict) => {
    counts[level] += 1;
    const wayOut = out === undefined ? '' : ` — ${text(out, params)}`;
    print(`${level.padEnd(4)}  ${text(what, params)}${wayOut}`);
  };
  const check = async (name: string, look: () => Promise<Verdict | Verdict[]> | Verdict) => {
    try {
      for (const verdict of [await look()].flat()) tell(verdict);
    } catch (cause) {
      const error = cause instanceof Error ? cause.message.slice(0, 100) : 'unknown';
      tell({ level: 'bad', what: 'doctor.failed', out: 'doctor.failed.out', params: { check: name, error } });
    }
  };

  const { port, dataDir } = config;
  print(text('doctor.title', { folder: resolve(dataDir) }));
  const web = await lookAtWebPort(config);
  const runs = web.state === 'ours';
  print(runs ? text('doctor.running', { address: `${config.host}:${port}` }) : text('doctor.notRunning'));
  await check('node', () => judgeNode(process.versions.node));
  await check('memory', () => judgeMemory(totalmem(), freemem()));
  await check('worker', async () => judgeWorker(await workerStarts(config)));
  await check('ports', () => judgeWebPort(port, web));
  await check('media', async () => judgeMediaPorts(await lookAtMediaPorts(config, runs)));
  await check('udp', async () => judgeEchoes(await lookForEchoes(config)));
  await check('certificate', async () => {
    const nowMs = Date.now();
    return judgeCertificate(await lookAtCertificate(config, runs, nowMs), nowMs);
  });
  await check('ffmpeg', async () => judgeFfmpeg(await lookForFfmpeg()));
  await check('font', () => judgeFont(findFont()?.path ?? null));
  await check('office', () => judgeOffice(findOffice(process.env)));
  await check('disk', () => judgeDisk(resolve(dataDir), lookAtDisk(dataDir)));
  await check('clock', () => judgeClock(lookAtClock(Date.now(), MADE_MS)));
  await check('objects', async () => judgeObjects(await lookAtObjects(config)));
  await check('database', async () => judgeDatabase(await lookAtDatabase(config)));
  if (counts.bad > 0) print(text('doctor.summary.bad', { count: counts.bad }));
  else if (counts.warn > 0) print(text('doctor.summary.warn', { count: counts.warn }));
  else print(text('doctor.summary.ok'));
  process.exitCode = counts.bad > 0 ? 1 : 0;
}

async function workerStarts(config: Config): Promise<boolean> {
  const env = { ...process.env, MEDIASOUP_WORKER_BIN: config.workerBin ?? undefined };
  return (await obtainWorker({ env, mayBuild: false })).ok;
}
