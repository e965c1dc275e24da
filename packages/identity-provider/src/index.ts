import { readSettings, StartupError } from './settings.ts';
import { startIdentityProvider } from './start-identity-provider.ts';

async function main(): Promise<void> {
  const running = await startIdentityProvider(readSettings(process.env));
  process.stdout.write(
    `Identity provider ready at ${running.issuer} (development and demos only)\n`,
  );
  let stopping = false;
  const stop = () => {
    if (!stopping) {
      stopping = true;
      running.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    }
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

try {
  await main();
} catch (error) {
  // A known problem is one sentence for people; anything else is a defect.
  process.stderr.write(
    error instanceof StartupError
      ? `${error.message}\n`
      : `${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
}
