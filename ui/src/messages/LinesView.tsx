import { ChevronDown, ChevronRight, CornerDownRight } from "lucide-react";
import { useEffect, useId, useLayoutEffect, useReducer, useRef, useState } from "react";
import type { Line } from "../bindings";
import { classes } from "../kit/css";
import { type Geometry, lastTop, scrollAt, spacerHeight, topAt } from "../kit/grid/geometry";
import { ErrorNote, Note } from "../kit/Note";
import { Spans } from "../kit/Spans";
import { useStore } from "../kit/store";
import { Waiting } from "../kit/Waiting";
import type { LineSource } from "./LineSource";
import styles from "./LinesView.module.css";

const LINE_PX = 19;
const UNMEASURED_LINES = 40;
/** Above the first and below the last line. */
const MARGIN_PX = 8;

/** A payload as lines: only those in sight exist. Arrows walk them, left and right fold. */
export function LinesView({ source, label }: { source: LineSource; label: string }) {
  const { total, note, lines, failure } = useStore(source.state);
  const [openedAt] = useState(Date.now);
  const scroller = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const [cursor, setCursor] = useState(0);
  const [, redraw] = useReducer((drawn: number) => drawn + 1, 0);
  const id = useId();
  const geometry: Geometry = {
    rows: total ?? 0,
    rowHeight: LINE_PX,
    visible: height > 2 * MARGIN_PX ? height - 2 * MARGIN_PX : UNMEASURED_LINES * LINE_PX,
  };
  const top = topAt(scroller.current?.scrollTop ?? 0, geometry);
  const from = Math.floor(top);
  const to = Math.min(geometry.rows, Math.ceil(top + geometry.visible / LINE_PX));

  useEffect(() => {
    if (total !== null) source.see(from, to);
  }, [source, total, from, to]);

  const ready = total !== null;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!ready || !element) return;
    const measure = () => setHeight(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ready]);

  if (failure && !ready) return <ErrorNote failure={failure} banner />;
  if (!ready) return <Waiting what="Laying out" since={openedAt} />;

  const goTo = (target: number) => {
    const next = Math.min(Math.max(0, target), geometry.rows - 1);
    setCursor(next);
    const element = scroller.current;
    if (!element) return;
    const fit = geometry.visible / LINE_PX;
    if (next < top) element.scrollTop = scrollAt(next, geometry);
    else if (next + 1 > top + fit)
      element.scrollTop = scrollAt(Math.min(next + 1 - fit, lastTop(geometry)), geometry);
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(geometry.visible / LINE_PX) - 1);
    const line = lines.get(cursor);
    switch (event.key) {
      case "ArrowDown":
        goTo(cursor + 1);
        break;
      case "ArrowUp":
        goTo(cursor - 1);
        break;
      case "PageDown":
        goTo(cursor + page);
        break;
      case "PageUp":
        goTo(cursor - page);
        break;
      case "Home":
        goTo(0);
        break;
      case "End":
        goTo(geometry.rows - 1);
        break;
      case "ArrowLeft":
        if (!line || line.fold === null || line.folded) return;
        source.toggle(line);
        break;
      case "ArrowRight":
        if (!line?.folded) return;
        source.toggle(line);
        break;
      case "Enter":
      case " ":
        if (!line || line.fold === null) return;
        source.toggle(line);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const drawn: [number, Line | undefined][] = [];
  for (let number = from; number < to; number++) drawn.push([number, lines.get(number)]);

  return (
    <>
      {note && <Note message={note} banner />}
      {failure && <ErrorNote failure={failure} banner />}
      <div
        ref={scroller}
        role="tree"
        aria-label={label}
        aria-activedescendant={`${id}-${cursor}`}
        tabIndex={0}
        className={styles.scroller}
        onScroll={redraw}
        onKeyDown={onKeyDown}
      >
        <div className={styles.spacer} style={{ height: spacerHeight(geometry) + 2 * MARGIN_PX }}>
          <div className={styles.viewport} data-selectable>
            <div style={{ marginTop: -(top - from) * LINE_PX }}>
              {drawn.map(([number, line]) => (
                <div
                  key={number}
                  id={`${id}-${number}`}
                  role="treeitem"
                  aria-level={(line?.indent ?? 0) + 1}
                  aria-expanded={line && line.fold !== null ? !line.folded : undefined}
                  aria-selected={number === cursor}
                  className={classes(styles.line, number === cursor && styles.cursor)}
                  onMouseDown={() => setCursor(number)}
                >
                  <span className={styles.gutter}>
                    {line?.continued && (
                      <CornerDownRight size={11} className={styles.continued} aria-label="goes on" />
                    )}
                    {line && line.fold !== null && (
                      <button
                        type="button"
                        tabIndex={-1}
                        aria-label={line.folded ? "Unfold" : "Fold"}
                        className={styles.fold}
                        data-folded={line.folded || undefined}
                        onClick={() => source.toggle(line)}
                      >
                        {line.folded ? <ChevronRight size={13} /> : <ChevronDown size={13} />}
                      </button>
                    )}
                  </span>
                  {line && (
                    <span>
                      {"  ".repeat(line.indent)}
                      <Spans spans={line.spans} />
                    </span>
                  )}
                </div>
              ))}
            </div>
          </div>
        </div>
      </div>
    </>
  );
}
