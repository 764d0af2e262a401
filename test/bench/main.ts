import { runById } from '../support/run-by-id.ts';
import { benchBoard } from './board.ts';
import { benchCompose } from './compose.ts';
import { benchConvert } from './convert.ts';
import { benchCoverage } from './coverage.ts';
import { benchDirectory } from './directory.ts';
import { benchExport } from './export.ts';
import { benchImport } from './import.ts';
import { benchIngest } from './ingest.ts';
import { benchJoin } from './join.ts';
import { benchLayers } from './layers.ts';
import { benchLipSync } from './lip-sync.ts';
import { benchMarks } from './marks.ts';
import { benchPhoneSize } from './phone-size.ts';
import { benchPlanner } from './planner.ts';
import { benchReplay } from './replay.ts';
import { benchScreenSize } from './screen-size.ts';
import { benchSeminar } from './seminar.ts';
import { benchStage } from './stage.ts';
import { benchSupervision } from './supervision.ts';
import { benchWatchSize } from './watch-size.ts';

await runById('bench', {
  board: benchBoard,
  compose: benchCompose,
  convert: benchConvert,
  coverage: benchCoverage,
  export: benchExport,
  import: benchImport,
  directory: benchDirectory,
  ingest: benchIngest,
  join: benchJoin,
  layers: benchLayers,
  'lip-sync': benchLipSync,
  marks: benchMarks,
  'phone-size': benchPhoneSize,
  planner: benchPlanner,
  replay: benchReplay,
  'screen-size': benchScreenSize,
  seminar: benchSeminar,
  stage: benchStage,
  supervision: benchSupervision,
  'watch-size': benchWatchSize,
});
