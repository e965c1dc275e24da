// The test's own browser knows neither media nor which rule is the stronger.
function hasRule(element: Element, rule: RegExp): boolean {
  return [...document.querySelectorAll('style')]
    .flatMap(({ textContent }) => [...(textContent ?? '').matchAll(rule)])
    .some(([, name]) => element.classList.contains(name));
}

/** Whether a style hides an element on screens narrower than `md`. */
export function isHiddenWhenNarrow(element: Element): boolean {
  return hasRule(
    element,
    /@media \(max-width:\s*959\.95px\) \{\s*\.([\w-]+)\S* \{\s*display: none;/g,
  );
}

/** Whether a style stronger than the theme's keeps words in one piece. */
export function keepsWordsWhole(element: Element): boolean {
  return hasRule(element, /\.([\w-]+)\.\1 \{[^}]*word-break: normal;/g);
}
