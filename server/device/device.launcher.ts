import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LauncherPlatform } from '../../shared/device.ts';
import { type ZipEntry, zipOf } from '../platform/zip.ts';
import {
  eachOnce,
  fillTemplate,
  folderName,
  type LauncherFacts,
  launcherFiles,
  lineEnded,
} from './device.launcher.rules.ts';

const FOLDER = join(import.meta.dirname, '../../deploy/screen');

export type Launchers = { readonly folders: readonly string[]; readonly zip: Buffer };

/** A ZIP with a folder for each room, whose files start that room's screen. Rooms of one name are numbered. */
export function packLaunchers(
  rooms: readonly LauncherFacts[],
  platform: LauncherPlatform,
  nowMs: number,
): Launchers {
  const folders = eachOnce(rooms.map(({ schoolName, roomName }) => folderName(schoolName, roomName)));
  const templates = launcherFiles[platform].map((file) => ({
    file,
    template: readFileSync(join(FOLDER, platform, file.name), 'utf8'),
  }));
  const entries = rooms.flatMap((facts, index) =>
    templates.map(({ file, template }): ZipEntry => {
      const text = lineEnded(fillTemplate(template, file.language, facts), file.ends);
      const name = `${folders[index] ?? index}/${file.name}`;
      return { name, bytes: Buffer.from(text, 'utf8'), executable: file.executable };
    }),
  );
  return { folders, zip: zipOf(entries, new Date(nowMs)) };
}
