// Runs MDN HTTP Observatory's own tests against a local app and prints JSON.
// A process of its own, because the Observatory is made of ES modules and
// reads pages from the network: it gets no secret and only this machine.
import dns from 'node:dns';

const { origin, paths, cookie } = JSON.parse(process.env.TARGET ?? '{}');
const { hostname, port } = new URL(origin);

// Names under .localhost are not known to every resolver; nothing else is asked.
dns.lookup = (name, options, callback) => {
  const done = typeof options === 'function' ? options : callback;
  const all = typeof options === 'object' && options !== null && options.all;
  if (name !== hostname) {
    done(new Error(`${name} is not asked`));
  } else if (all) {
    done(null, [{ address: '127.0.0.1', family: 4 }]);
  } else {
    done(null, '127.0.0.1', 4);
  }
};

const PACKAGE = '@mdn/mdn-http-observatory/src';
const { retrieve } = await import(`${PACKAGE}/retriever/retriever.js`);
// Redirection, HSTS and the Secure flag of cookies are about HTTPS, which a
// local app does not speak; the scan checks the other flags of cookies itself.
const TESTS = {
  'content-security-policy': ['csp', 'contentSecurityPolicyTest'],
  'cross-origin-resource-sharing': ['cors', 'crossOriginResourceSharingTest'],
  'referrer-policy': ['referrer-policy', 'referrerPolicyTest'],
  'subresource-integrity': [
    'subresource-integrity',
    'subresourceIntegrityTest',
  ],
  'x-content-type-options': [
    'x-content-type-options',
    'xContentTypeOptionsTest',
  ],
  'x-frame-options': ['x-frame-options', 'xFrameOptionsTest'],
  'cross-origin-resource-policy': [
    'cross-origin-resource-policy',
    'crossOriginResourcePolicyTest',
  ],
};

const observations = [];
for (const path of paths) {
  const page = await retrieve(hostname, {
    httpPort: Number(port),
    httpsPort: Number(port),
    path,
    headers: cookie ? [`Cookie: ${cookie}`] : [],
  });
  if (!page.responses.auto) {
    observations.push({ path, status: 0, tests: [] });
    continue;
  }
  const tests = [];
  for (const [name, [file, exported]] of Object.entries(TESTS)) {
    const module = await import(`${PACKAGE}/analyzer/tests/${file}.js`);
    const { pass, result } = module[exported](page);
    tests.push({ name, pass: Boolean(pass), result: result ?? 'unknown' });
  }
  observations.push({ path, status: page.responses.auto.status, tests });
}
process.stdout.write(JSON.stringify(observations));
process.exit(0);
