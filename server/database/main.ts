import { runDatabase } from './database.cli.ts';

process.exitCode = await runDatabase(process.argv.slice(2), {
  environment: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
});
