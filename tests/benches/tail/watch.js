// Watches frames, and how far the newest row in sight is behind the clock: ms in window.__watch.{frames, behind}.
// The newest row is the first; its time is when the broker took it.
const watch = { frames: [], behind: [], going: true };
window.__watch = watch;
const cells = () => {
  const grid = document.querySelector('[role=grid][aria-label="Messages"]');
  const titles = [...grid.querySelectorAll("[role=columnheader]")].map((header) => header.textContent);
  const row = grid.querySelector('[role=row][aria-rowindex="2"]');
  return row?.querySelectorAll("[role=gridcell]")[titles.findIndex((title) => title.startsWith("Time"))];
};
let last = performance.now();
let looked = last;
const frame = (now) => {
  if (!watch.going) return;
  watch.frames.push(now - last);
  last = now;
  if (now - looked >= 50) {
    looked = now;
    const time = /(\d\d):(\d\d):(\d\d)\.(\d{3})$/.exec(cells()?.textContent ?? "");
    if (time) {
      const [hours, minutes, seconds, ms] = time.slice(1).map(Number);
      const day = 86_400_000;
      const at = ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
      watch.behind.push((((Date.now() - at) % day) + day) % day);
    }
  }
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
