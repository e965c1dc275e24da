/** The look of every page that the provider shows. */
export const style = `
:root {
  color-scheme: light;
  --ink: #14213a;
  --quiet: #4b5873;
  --line: #8792a8;
  --brand: #1d4ed8;
  --brand-dark: #173fae;
  --bad: #a11919;
  --bad-ground: #fdeeee;
}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-height: 100vh;
  display: grid;
  place-items: center;
  padding: 1.5rem;
  background: linear-gradient(160deg, #e8eefc 0%, #f6f8fc 45%, #e9f5f1 100%);
  color: var(--ink);
  font: 1rem/1.5 system-ui, 'Segoe UI', Roboto, sans-serif;
}
main {
  width: 100%;
  max-width: 27rem;
  padding: 2.25rem 2.25rem 1.75rem;
  background: #fff;
  border-radius: 14px;
  box-shadow: 0 1px 2px rgb(20 33 58 / 12%), 0 12px 36px rgb(20 33 58 / 12%);
}
.mark { display: flex; align-items: center; gap: .6rem; margin: 0 0 1.5rem; font-weight: 600; }
.mark svg { width: 2rem; height: 2rem; flex: none; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.25; letter-spacing: -.01em; }
p { margin: 0 0 1rem; }
.app { color: var(--quiet); overflow-wrap: anywhere; }
.app strong { color: var(--ink); }
label { display: block; margin: 1rem 0 .3rem; font-weight: 600; }
input {
  width: 100%;
  min-height: 2.9rem;
  padding: .5rem .8rem;
  border: 1px solid var(--line);
  border-radius: 8px;
  color: inherit;
  font: inherit;
}
input[aria-invalid='true'] { border-color: var(--bad); }
.buttons { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
button {
  min-height: 2.9rem;
  padding: .5rem 1.3rem;
  border: 1px solid var(--brand);
  border-radius: 8px;
  background: var(--brand);
  color: #fff;
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
button:hover { background: var(--brand-dark); }
button.second { background: #fff; color: var(--brand-dark); }
button.second:hover { background: #eef3ff; }
.buttons button:first-child { flex: 1 1 9rem; }
:focus-visible { outline: 3px solid #f59e0b; outline-offset: 2px; }
.problem {
  margin: 1rem 0 0;
  padding: .75rem 1rem;
  border-left: 4px solid var(--bad);
  border-radius: 6px;
  background: var(--bad-ground);
  color: var(--bad);
}
footer { margin-top: 1.75rem; padding-top: 1rem; border-top: 1px solid #e2e7f0; color: var(--quiet); font-size: .875rem; }
footer p { margin: 0; }
code { overflow-wrap: anywhere; }
ul { padding-left: 1.2rem; overflow-wrap: anywhere; }
@media (max-width: 30rem) { body { padding: 0; place-items: stretch; } main { max-width: none; border-radius: 0; } }
`;
