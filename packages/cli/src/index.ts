import { main } from './main';
import { isSendingCommand, sendingCommand } from './sending/sendingCommand';

const args = process.argv.slice(2);
const io = {
  out: (text: string) => process.stdout.write(text),
  err: (text: string) => process.stderr.write(text),
  now: () => new Date(),
};

// The exit code, not an exit: a pipe that is slow still gets everything.
if (isSendingCommand(args) && !args.includes('--help')) {
  sendingCommand(args, io, { env: process.env, fetch }).then(
    code => {
      process.exitCode = code;
    },
    error => {
      io.err(`microapp: ${error}\n`);
      process.exitCode = 2;
    },
  );
} else {
  process.exitCode = main(args, io);
}
