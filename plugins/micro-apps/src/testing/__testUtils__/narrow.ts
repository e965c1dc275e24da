/** Whether a style hides an element on screens narrower than `md`. */
export function isHiddenWhenNarrow(element: Element): boolean {
  const hiding = [...document.querySelectorAll('style')].flatMap(
    ({ textContent }) => [
      ...(textContent ?? '').matchAll(
        /@media \(max-width:\s*959\.95px\) \{\s*\.([\w-]+) \{\s*display: none;/g,
      ),
    ],
  );
  return hiding.some(([, name]) => element.classList.contains(name));
}
