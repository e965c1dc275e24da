import { main } from './main';

// The exit code, not an exit: a pipe that is slow still gets everything.
process.exitCode = main(process.argv.slice(2), {
  out: text => process.stdout.write(text),
  err: text => process.stderr.write(text),
  now: () => new Date(),
});
