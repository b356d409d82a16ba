import { useEffect, useId, useLayoutEffect, useMemo, useReducer, useRef, useState } from "react";
import type { Line } from "../bindings";
import { type Geometry, lastTop, scrollAt, spacerHeight, topAt } from "../kit/grid/geometry";
import { ContextMenu, type MenuEntry } from "../kit/Menu";
import { ErrorNote, Note } from "../kit/Note";
import { useStore } from "../kit/store";
import { Waiting } from "../kit/Waiting";
import { FindBar } from "./FindBar";
import { LineRow } from "./LineRow";
import type { LineSource } from "./LineSource";
import styles from "./LinesView.module.css";
import type { LineActions } from "./useLineActions";

const LINE_PX = 19;
const UNMEASURED_LINES = 40;
/** Above the first and below the last line. */
const MARGIN_PX = 8;
/** Of a line: what stands before its text, and behind it with the scroll bar. */
const EDGES_PX = 20 + 14 + 12;
/** Width of a monospaced character of 12 px. */
const CHAR_PX = 7.2;

type Props = {
  source: LineSource;
  label: string;
  actions: LineActions;
  finding: boolean;
  onFinding(finding: boolean): void;
};

/** A payload as lines: only those in sight exist. Arrows walk them, left and right fold. */
export function LinesView({ source, label, actions, finding, onFinding }: Props) {
  const { total, shape, note, lines, failure } = useStore(source.state);
  const [openedAt] = useState(Date.now);
  const scroller = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const [cursor, setCursor] = useState(0);
  const [menu, setMenu] = useState<{ entries: MenuEntry[]; element: Element } | null>(null);
  const menuAnchor = useMemo(() => ({ current: menu?.element ?? null }), [menu]);
  const [goal, setGoal] = useState<number | null>(null);
  const [sought, setSought] = useState<{ text: string; line: number | null }>({ text: "", line: null });
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

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => {
      setHeight(element.clientHeight);
      source.setWidth((element.offsetWidth - EDGES_PX) / CHAR_PX);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [source]);

  const openMenu = async (line: Line, element: Element) => {
    const entries = await actions.entries(line.line);
    if (entries.length > 0) setMenu({ entries, element });
  };

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

  const goToLine = async (line: number | null) => {
    setSought((before) => ({ ...before, line }));
    if (line !== null) setGoal(await source.locate(line));
  };
  // What was unfolded to get there has to be here first.
  const latestGoTo = useRef(goTo);
  latestGoTo.current = goTo;
  useEffect(() => {
    if (goal === null || goal >= geometry.rows) return;
    latestGoTo.current(goal);
    setGoal(null);
  }, [goal, geometry.rows]);

  const closeFind = () => {
    onFinding(false);
    setSought({ text: "", line: null });
    scroller.current?.focus();
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
      case "ContextMenu": {
        const element = document.getElementById(`${id}-${cursor}`);
        if (!line || !element) return;
        void openMenu(line, element);
        break;
      }
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
      {finding && (
        <FindBar
          find={actions.find}
          onPlace={(line) => void goToLine(line)}
          onText={(text) => setSought({ text, line: null })}
          onClose={closeFind}
        />
      )}
      {menu && (
        <ContextMenu label="Line" entries={menu.entries} anchor={menuAnchor} onClose={() => setMenu(null)} />
      )}
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
        {total === null && !failure && <Waiting what="Laying out" since={openedAt} />}
        <div className={styles.spacer} style={{ height: spacerHeight(geometry) + 2 * MARGIN_PX }}>
          <div className={styles.viewport} data-selectable>
            <div style={{ marginTop: -(top - from) * LINE_PX }}>
              {drawn.map(([number, line]) => (
                <LineRow
                  key={number}
                  id={`${id}-${number}`}
                  line={line}
                  hasActions={shape === "json"}
                  isCursor={number === cursor}
                  sought={sought.text}
                  isSought={line !== undefined && line.line === sought.line}
                  onPoint={() => setCursor(number)}
                  onToggle={(line) => source.toggle(line)}
                  onMenu={(line, element) => void openMenu(line, element)}
                  onCondition={(line) => void actions.addCondition(line.line)}
                />
              ))}
            </div>
          </div>
        </div>
      </div>
    </>
  );
}
