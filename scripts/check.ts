import { printStep, runChecks } from './check/steps.ts';
import { forwardSignals } from './lib/child.mjs';

forwardSignals();
const steps = await runChecks();
steps.forEach(printStep);
process.exitCode = steps.every((step) => step.passed) ? 0 : 1;
