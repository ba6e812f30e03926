// 会议展示 in the browser alone: keys lead through the slides, the slide fills the screen, and a picture is saved in
// its exact size by the chart's own camera. No server is asked, so a slow one can't hold a meeting up.
(() => {
  const find = key => document.querySelector(`.st-key-${key} button:not([disabled])`);
  const fit = () => {
    const size = document.getElementById("show-size"), slide = document.querySelector(".st-key-show_slide");
    if (!size || !slide) return;
    const { width, height } = size.dataset;
    slide.style.setProperty("--scale", Math.min(innerWidth / width, innerHeight / height));
  };
  fit();
  window.fitShow = fit;
  if (window.hearsShow) return;
  window.hearsShow = true;
  const keys = {
    ArrowRight: "show_next", ArrowDown: "show_next", PageDown: "show_next", " ": "show_next", Enter: "show_next",
    ArrowLeft: "show_back", ArrowUp: "show_back", PageUp: "show_back", Backspace: "show_back", Escape: "show_leave",
  };
  document.addEventListener("keydown", event => {
    if (!document.querySelector(".st-key-show_bar") || !(event.key in keys)) return;
    event.preventDefault();
    event.stopPropagation();
    find(keys[event.key])?.click();
  }, true);
  document.addEventListener("click", event => {
    if (event.target.closest(".st-key-show_start")) document.documentElement.requestFullscreen?.().catch(() => {});
    if (event.target.closest(".st-key-show_leave") && document.fullscreenElement) document.exitFullscreen();
    if (event.target.closest(".st-key-save_picture")) {
      event.preventDefault();
      event.stopPropagation();
      document.querySelector('[class*="st-key-picture"] .modebar-btn[data-title^="保存图片"]')?.click();
    }
  }, true);
  document.addEventListener("fullscreenchange", () => {
    // Esc leaves the full screen in the browser itself; the slides end with it.
    if (!document.fullscreenElement) find("show_leave")?.click();
  });
  addEventListener("resize", () => window.fitShow());
  new MutationObserver(() => window.fitShow()).observe(document.body, { subtree: true, childList: true });
})();
