import { describe, expect, it } from 'vitest';
import { callingNpm, cleanEnv, explainNpm } from './npm.mjs';
import { say } from './text.mjs';

const where = { code: 1, folder: '/srv/x', log: '/srv/x/npm.log' };

describe('explainNpm', () => {
  it.each([
    ['npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write', say('disk.full')],
    ['npm ERR! code EAI_AGAIN\nnpm ERR! request to failed', say('npm.network')],
    ['npm error code ECONNREFUSED', say('npm.network')],
    ['npm error code E404\nnpm error 404 Not Found', say('npm.lacking')],
    ['npm error code ETARGET', say('npm.lacking')],
    ['npm error code EINTEGRITY\nnpm error sha512-… integrity checksum failed', say('npm.integrity')],
    ['npm error code EACCES', say('disk.denied', { folder: '/srv/x' })],
  ])('%s', (output, sentence) => {
    expect(explainNpm(output, where).message).toBe(sentence);
  });

  it('names the log when it does not know better', () => {
    expect(explainNpm('npm error Cannot read properties of null', where).message).toContain(where.log);
  });
});

describe('callingNpm', () => {
  it('takes no other package manager and no vanished file for npm', () => {
    expect(callingNpm({}, 'node')).toBeNull();
    expect(callingNpm({ npm_execpath: '/usr/lib/yarn/bin/yarn.js' }, 'node')).toBeNull();
    expect(callingNpm({ npm_execpath: '/nowhere/npm-cli.js' }, 'node')).toBeNull();
  });
});

describe('cleanEnv', () => {
  it('keeps what the person set and drops what the outer npm says of itself', () => {
    const kept = { PATH: '/bin', npm_config_registry: 'r', NPM_CONFIG_PROXY: 'p', npm_config_cache: 'c' };
    const dropped = {
      npm_config_local_prefix: '/x',
      npm_lifecycle_event: 'start',
      npm_config_ignore_scripts: '',
    };
    expect(cleanEnv({ ...kept, ...dropped })).toEqual(kept);
  });
});
