// The rows of the grid "Messages" that are in sight and filled: their place from 0 and offset.
const grid = document.querySelector('[role=grid][aria-label="Messages"]');
const titles = [...grid.querySelectorAll("[role=columnheader]")].map((header) => header.textContent);
const column = titles.indexOf("Offset");
return [...grid.querySelectorAll("[role=row][aria-rowindex]")]
  .map((row) => [Number(row.getAttribute("aria-rowindex")) - 2, row.querySelectorAll("[role=gridcell]")[column]])
  .filter(([place, cell]) => place >= 0 && cell)
  .map(([place, cell]) => [place, Number(cell.textContent.replaceAll(",", ""))]);
