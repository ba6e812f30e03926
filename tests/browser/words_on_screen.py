"""Every word that a page shows or reads aloud, wherever a browser keeps it."""

COLLECT = """() => {
  const found = [];
  const icons = '[data-testid="stIconMaterial"], [data-testid="stExpanderIcon"], .material-symbols-rounded';
  const icon = element => element.closest(icons);
  const say = (kind, text, element) => {
    if (text && text.trim()) found.push({kind, text: text.trim(), of: element.dataset.testid || element.tagName});
  };
  for (const element of document.querySelectorAll('body, body *')) {
    if (['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE'].includes(element.tagName)) continue;
    if (!element.checkVisibility({visibilityProperty: true}) || icon(element)) continue;
    for (const name of ['title', 'aria-label', 'aria-description', 'aria-roledescription', 'placeholder', 'alt', 'data-title'])
      say(name, element.getAttribute(name), element);
    const style = getComputedStyle(element);
    if (parseFloat(style.fontSize) === 0) continue;
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) say('text', node.textContent, element);
    for (const part of ['::before', '::after']) {
      const content = getComputedStyle(element, part).content;
      if (content.startsWith('"')) say(part, content.slice(1, -1), element);
    }
    if (['INPUT', 'TEXTAREA'].includes(element.tagName) && element.type !== 'file') say('value', element.value, element);
  }
  return found;
}"""
