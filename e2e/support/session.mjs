import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';

export const PORTAL = 'http://localhost:7007';
const WIDTHS = [1280, 768];

/** One person at her browser, signed in through the company's sign-in page. */
export async function signIn({ browser, name, password, output }) {
  const context = await browser.newContext({
    viewport: { width: WIDTHS[0], height: 900 },
  });
  const page = await context.newPage();
  const problems = [];
  let token;
  page.on('pageerror', error => problems.push(String(error)));
  page.on('response', async response => {
    if (!response.url().includes('/api/auth/oidc/refresh')) return;
    const body = await response.json().catch(() => undefined);
    token = body?.backstageIdentity?.token ?? token;
  });
  await page.goto(PORTAL);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('[name=username]').fill(name);
  await page.locator('[name=password]').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${PORTAL}/**`);
  await page.getByRole('heading', { name: 'Micro apps' }).waitFor();

  return {
    name,
    page,
    context,
    problems,
    /** A REST call as this person; the answer as { status, body }. */
    async api(method, path, body) {
      const response = await fetch(`${PORTAL}/api/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      return {
        status: response.status,
        body:
          text.startsWith('{') || text.startsWith('[')
            ? JSON.parse(text)
            : text,
      };
    },
    /** A picture at both widths, and no serious accessibility problem. */
    async look(title) {
      mkdirSync(output, { recursive: true });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(400);
        await page.screenshot({
          path: join(output, `${title}-${width}.png`),
          fullPage: true,
        });
      }
      await page.setViewportSize({ width: WIDTHS[0], height: 900 });
    },
    async checkAccessibility() {
      const { violations } = await new AxeBuilder({ page })
        .include('main')
        .analyze();
      return violations
        .filter(({ impact }) => ['serious', 'critical'].includes(impact))
        .map(
          ({ id, nodes: [{ html, failureSummary }] }) =>
            `${id}: ${html.slice(0, 200)} ${failureSummary}`,
        );
    },
    close: () => context.close(),
  };
}

/** Asks again until the answer is right, or says what it was at the end. */
export async function until(what, ask, seconds = 120) {
  const deadline = Date.now() + seconds * 1_000;
  let last;
  while (Date.now() < deadline) {
    last = await ask();
    if (last) return last;
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  throw new Error(`It took longer than ${seconds} seconds: ${what}`);
}
