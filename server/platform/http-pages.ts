import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { NextFunction, Request, Response } from 'express';

/** Names under assets/ carry a hash of their content, so they never change. */
const FOREVER = 'public, max-age=31536000, immutable';
/** A page names the assets of its build: an old page would ask for assets that are gone. */
const ALWAYS_ASK = 'no-cache';

/**
 * Gives the built pages out. Only files found when the server starts are ever served, so that no path leads anywhere else. Files that the
 * build has compressed are sent so.
 */
export function createPages(
  folder: string,
): (request: Request, response: Response, next: NextFunction) => void {
  const files = new Set(listFiles(folder));
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const name = files.has(request.path.slice(1)) ? request.path.slice(1) : pageOf(request);
    if (name === null || isCompressed(name) || !files.has(name)) return next();
    const coding = ['br', 'gzip'].find(
      (each) => files.has(name + endings[each]) && request.acceptsEncodings(each) === each,
    );
    response.set('Cache-Control', name.startsWith('assets/') ? FOREVER : ALWAYS_ASK);
    response.vary('Accept-Encoding');
    response.type(extname(name));
    if (coding !== undefined) response.set('Content-Encoding', coding);
    response.sendFile(coding === undefined ? name : name + endings[coding], {
      root: folder,
      cacheControl: false,
    });
  };
}

const endings: Readonly<Record<string, string>> = { br: '.br', gzip: '.gz' };
const isCompressed = (name: string) => /\.(br|gz)$/.test(name);

/** The console finds its own way from any address; a large screen and whoever watches have one each. */
function pageOf(request: Request): string | null {
  const { path } = request;
  if (path === '/screen' || path.startsWith('/screen/')) return 'screen.html';
  if (path === '/phone') return 'phone.html';
  if (path === '/watch') return 'watch.html';
  if (path.startsWith('/replay/')) return 'replay.html';
  if (path === '/big-screen') return 'big-screen.html';
  if (path === '/') return 'console.html';
  const isPage =
    !path.startsWith('/api/') && !path.includes('.') && request.accepts(['json', 'html']) === 'html';
  return isPage ? 'console.html' : null;
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/'));
}
