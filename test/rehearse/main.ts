import { report } from '../support/figures.ts';
import { rehearse } from './rehearse.ts';

/** `npm run rehearse`: a dress rehearsal before term. `--pictures FOLDER` keeps a picture of every screen. */
const at = process.argv.indexOf('--pictures');
const done = await rehearse({
  seconds: 60,
  whole: true,
  picturesFolder: at < 0 ? 'reports/pictures' : (process.argv[at + 1] ?? null),
});
process.exit(report('rehearse', done.figures, done.raw) ? 0 : 1);
