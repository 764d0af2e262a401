import { runVerify } from '../server/verify/verify.cli.ts';

process.exitCode = await runVerify(process.argv.slice(2), {
  environment: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
});
