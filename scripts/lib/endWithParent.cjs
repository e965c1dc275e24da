// Loaded into every long-running child (node --require). Its IPC channel
// closes when the parent ends, however it ended: then the child ends, too.
if (process.channel) {
  process.channel.unref();
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), 15_000).unref();
  });
}
