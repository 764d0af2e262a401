import { writeFileSync } from 'node:fs';
import { inRoot } from './lib/paths.mjs';
import { protocolPage } from './lib/protocol-page.ts';

writeFileSync(inRoot('docs/PROTOCOL.md'), protocolPage());
