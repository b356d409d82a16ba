// An empty text area in the page, with the focus.
const area = document.getElementById("pasted") ?? document.createElement("textarea");
area.id = "pasted";
area.value = "";
area.style.position = "fixed";
document.body.append(area);
area.focus();
