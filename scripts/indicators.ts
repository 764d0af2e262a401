import { writeFileSync } from 'node:fs';
import { indicatorsPage } from './lib/indicators-page.ts';
import { inRoot } from './lib/paths.mjs';

writeFileSync(inRoot('docs/INDICATORS.md'), indicatorsPage());
