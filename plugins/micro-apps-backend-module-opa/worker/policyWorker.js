/**
 * Evaluates compiled policies in a thread of its own, which can be ended from
 * outside: WebAssembly runs to its end and cannot be interrupted otherwise.
 * A plain file, because a thread starts from a file that needs no build.
 *
 * workerData: { sdk, module, data, entrypoint, memoryPages, maxAnswer }
 * in:  { id, input } with the input as JSON text
 * out: { ready: true } once, then { id, answer } as JSON text or { id, error }
 */
const { parentPort, workerData } = require('node:worker_threads');

const { data, entrypoint, memoryPages, maxAnswer } = workerData;
const { loadPolicySync } = require(workerData.sdk);

const policy = loadPolicySync(workerData.module, {
  initial: 8,
  maximum: memoryPages,
});
policy.setData(data);
const encoder = new TextEncoder();

parentPort.on('message', ({ id, input }) => {
  try {
    const bytes = encoder.encode(input);
    const results = policy.evaluate(bytes.buffer, entrypoint);
    const answer = JSON.stringify(results);
    parentPort.postMessage(
      answer.length > maxAnswer
        ? { id, error: 'The answer is too long' }
        : { id, answer },
    );
  } catch (error) {
    const because = error && error.message ? error.message : error;
    parentPort.postMessage({ id, error: String(because).slice(0, 500) });
  }
});
parentPort.postMessage({ ready: true });
