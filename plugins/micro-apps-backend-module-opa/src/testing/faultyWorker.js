/**
 * A policy thread that goes wrong in the way that `data.fault` names; where
 * `data.only` is set, at inputs that hold this text.
 */
const { parentPort, workerData } = require('node:worker_threads');

const { fault, only } = workerData.data;
const decision = {
  gate: 'register',
  allowed: true,
  violations: [],
  obligations: [],
};
const ANSWERS = {
  'answers nothing': [],
  'answers an empty object': [{ result: {} }],
  'answers a text': [{ result: 'allowed' }],
  'answers twice': [{ result: decision }, { result: decision }],
  'answers another gate': [{ result: { ...decision, gate: 'retire' } }],
  'answers with reasons that are no texts': [
    { result: { ...decision, violations: [{ code: 1, because: 2 }] } },
  ],
};

parentPort.on('message', ({ id, input }) => {
  switch (only && !input.includes(only) ? 'is sound' : fault) {
    case 'hangs':
      for (;;);
    case 'ends':
      process.exit(1);
      break;
    case 'fails':
      throw new Error('trap');
    case 'answers without end':
      // A catastrophic pattern: no step of it ends by itself.
      parentPort.postMessage({
        id,
        answer: String(/^(a+)+$/.test(`${'a'.repeat(60)}b`)),
      });
      break;
    case 'is sound':
      parentPort.postMessage({
        id,
        answer: JSON.stringify([{ result: decision }]),
      });
      break;
    default:
      parentPort.postMessage({ id, answer: JSON.stringify(ANSWERS[fault]) });
  }
});
parentPort.postMessage({ ready: true });
