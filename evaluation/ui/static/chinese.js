// Streamlit's page says lang="en", which makes browsers offer to translate Chinese and readers speak it as English;
// and what it says itself (tooltips, menus, labels) is English. Only exact known words are replaced, and never inside
// text that comes from the app.
(() => {
  document.documentElement.lang = "zh-CN";
  if (window.inChinese) return;
  window.inChinese = true;
  const words = new Map(Object.entries(WORDS));
  const patterns = PATTERNS.map(([english, chinese]) => [new RegExp(`^${english}$`), chinese]);
  const attributes = ["aria-label", "title", "placeholder", "alt"];
  const ours = '[data-testid="stMarkdownContainer"], [data-testid="stHtml"], [data-testid="stCode"] code, [role="option"], '
    + '[data-testid="stFileChipName"], .js-plotly-plot, textarea';

  const chinese = text => {
    const english = text.trim();
    if (!/[A-Za-z]/.test(english)) return undefined;
    if (words.has(english)) return words.get(english);
    const found = patterns.find(([pattern]) => pattern.test(english));
    return found && english.replace(...found);
  };
  const translateText = node => {
    const found = node.parentElement && !node.parentElement.closest(ours) && chinese(node.data);
    if (found && found !== node.data) node.data = found;
  };
  const translateAttribute = (element, name) => {
    // A heading's help button is Streamlit's own, though it stands inside the text of the heading.
    const isOurs = element.closest(ours) && !element.closest('[data-testid^="stTooltip"]');
    const found = element.hasAttribute(name) && !isOurs && chinese(element.getAttribute(name));
    if (found) element.setAttribute(name, found);
  };
  const translate = root => {
    if (root.nodeType === Node.TEXT_NODE) return translateText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    for (const element of [root, ...root.querySelectorAll(attributes.map(name => `[${name}]`).join())])
      for (const name of attributes) translateAttribute(element, name);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) translateText(walker.currentNode);
  };

  translate(document.body);
  new MutationObserver(changes => {
    for (const { type, target, addedNodes, attributeName } of changes) {
      if (type === "attributes") translateAttribute(target, attributeName);
      else if (type === "characterData") translateText(target);
      else addedNodes.forEach(translate);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes });
})();
