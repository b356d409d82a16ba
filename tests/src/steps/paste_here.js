// Puts an empty text area into the page, with the focus.
const area = document.createElement("textarea");
area.id = "pasted";
document.body.append(area);
area.focus();
