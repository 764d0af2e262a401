import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/child.mjs';
import { inRoot } from '../lib/paths.mjs';
import type { StepResult } from '../lib/tool.ts';

export type Sized = { readonly path: string; readonly lineCount: number };

const askedAbove = 300;
const sourceLimit = 400;
const testLimit = 600;
const source = /\.(ts|tsx|mjs|cjs|js|css|sh)$/;
const isTest = (path: string) => /^test\/|\.(test|spec)\.tsx?$/.test(path);

/** Files that are too long, and those that should say why they are long. */
export function judgeSizes(files: readonly Sized[]): { readonly refused: Sized[]; readonly asked: Sized[] } {
  const limitOf = (file: Sized) => (isTest(file.path) ? testLimit : sourceLimit);
  const refused = files.filter((file) => file.lineCount > limitOf(file));
  const asked = files.filter(
    (file) => !isTest(file.path) && file.lineCount > askedAbove && !refused.includes(file),
  );
  return { refused, asked };
}

const notOurs = new Set(['node_modules', '.git', '.runtime', 'dist', 'data', 'reports']);

/** Paths below the root. Without git (a source archive) every folder that is ours is walked. */
async function listFiles(): Promise<string[]> {
  const listed = await run('git', ['ls-files', '-co', '--exclude-standard'], { output: 'keep' });
  if (listed.code === 0) return listed.output.split('\n');
  const walk = (folder: string): string[] =>
    readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
      if (notOurs.has(entry.name)) return [];
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(path) : [path];
    });
  return walk('.');
}

async function measure(): Promise<Sized[]> {
  return (await listFiles())
    .filter((path) => source.test(path) && existsSync(inRoot(path)))
    .map((path) => ({ path, lineCount: readFileSync(inRoot(path), 'utf8').trimEnd().split('\n').length }));
}

export async function checkSizes(): Promise<StepResult> {
  const files = await measure();
  const { refused, asked } = judgeSizes(files);
  const long = asked.map(
    ({ path, lineCount }) => `${path}: ${lineCount} lines; above ${askedAbove}, can it be split?`,
  );
  const tooLong = refused.map(({ path, lineCount }) => `${path}: ${lineCount} lines; too long, split it`);
  const seen = files.length === 0 ? ['No file was measured.'] : [];
  const name = `file sizes (${files.length} files)`;
  return {
    name,
    passed: tooLong.length + seen.length === 0,
    detail: [...seen, ...tooLong, ...long].join('\n'),
  };
}
