// Measures from the next keystroke in the filter to the frame that shows other rows: ms in window.__keystroke, 0 until then.
window.__keystroke = 0;
const filter = document.querySelector('input[aria-label="Filter"]');
const grid = document.querySelector('[role=grid][aria-label="Messages"]');
const shown = () =>
  `${grid.getAttribute("aria-rowcount")} ${[...grid.querySelectorAll("[role=row][aria-rowindex]")].slice(1, 4).map((row) => row.textContent)}`;
const before = shown();
filter.addEventListener(
  "input",
  () => {
    const typed = performance.now();
    const observer = new MutationObserver(() => {
      if (shown() === before) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        window.__keystroke = performance.now() - typed;
      });
    });
    observer.observe(grid, { attributes: true, childList: true, subtree: true, characterData: true });
  },
  { once: true },
);
