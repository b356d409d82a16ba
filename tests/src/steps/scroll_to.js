// Brings a row of the grid "Messages", counted from 0, to the top of what is in sight.
const grid = document.querySelector('[role=grid][aria-label="Messages"]');
const spacer = grid.querySelector("[data-row]").closest('[style*="height"]').parentElement;
const rows = Number(grid.getAttribute("aria-rowcount")) - 1;
grid.scrollTop = (arguments[0] / rows) * spacer.offsetHeight;
