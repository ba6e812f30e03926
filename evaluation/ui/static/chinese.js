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

  // Signs that turn the reading direction let a program's name show as a table's: 评分⟨turn⟩vsc.exe as 评分exe.csv.
  const turns = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
  const chip = '[data-testid="stFileChip"]';

  const chinese = text => {
    const english = text.trim();
    if (!/[A-Za-z]/.test(english)) return undefined;
    if (words.has(english)) return words.get(english);
    const found = patterns.find(([pattern]) => pattern.test(english));
    return found && english.replace(...found);
  };
  const translateText = node => {
    if (node.data.search(turns) >= 0 && node.parentElement?.closest(chip)) node.data = node.data.replace(turns, "");
    const found = node.parentElement && !node.parentElement.closest(ours) && chinese(node.data);
    if (found && found !== node.data) node.data = found;
  };
  const translateAttribute = (element, name) => {
    if (element.getAttribute(name)?.search(turns) >= 0 && element.closest(chip))
      element.setAttribute(name, element.getAttribute(name).replace(turns, ""));
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
