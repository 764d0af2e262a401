/** Gives an empty window this page's own styles; those of the component library have no business there. Returns the place for its content. */
export function dress(page: Document, theme: 'dark' | null): HTMLElement {
  page.head.replaceChildren();
  for (const sheet of document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')) {
    const link = page.createElement('link');
    link.rel = 'stylesheet';
    link.href = sheet.href;
    page.head.append(link);
  }
  for (const sheet of document.querySelectorAll('style[data-vite-dev-id]'))
    page.head.append(page.importNode(sheet, true));
  const own = document.documentElement.dataset['theme'];
  if (theme !== null) page.documentElement.dataset['theme'] = theme;
  else if (own !== undefined) page.documentElement.dataset['theme'] = own;
  const place = page.createElement('div');
  page.body.replaceChildren(place);
  return place;
}
