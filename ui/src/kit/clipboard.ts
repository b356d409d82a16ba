/**
 * Puts text on the clipboard. It may come later than the click: WebKit only honours a write that starts with the
 * click, so the promise itself is handed over.
 */
export async function copy(text: Promise<string>): Promise<void> {
  if (typeof ClipboardItem !== "undefined" && navigator.clipboard?.write) {
    try {
      const blob = text.then((content) => new Blob([content], { type: "text/plain" }));
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
      return;
    } catch (thrown) {
      // A web view without clipboard rights still has the old way.
      if (!(thrown instanceof DOMException)) throw thrown;
    }
  }
  copyBySelection(await text);
}

function copyBySelection(text: string): void {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  if (!done) throw new Error("The system refused to copy.");
}
