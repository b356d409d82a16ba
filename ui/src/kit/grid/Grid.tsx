import {
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useReducer,
  useRef,
  useState,
} from "react";
import { classes } from "../css";
import styles from "./Grid.module.css";
import { GridHeader } from "./GridHeader";
import { type Column, GridRow } from "./GridRow";
import { type Geometry, isScaled, lastTop, scrollAt, spacerHeight, topAt } from "./geometry";

export type GridHandle = {
  focus(): void;
  /** Moves the selection by so many rows. */
  move(delta: number): void;
  /** Brings a row into sight. */
  reveal(row: number): void;
};

type GridProps<R> = {
  label: string;
  columns: readonly Column<R>[];
  /** Row numbers that exist: first to end, end exclusive. */
  first: number;
  end: number;
  /** Numbers of another origin have nothing to do with those before: the grid starts at the first again. */
  origin?: unknown;
  /** undefined: not here yet; null: gone. */
  row(number: number): R | null | undefined;
  rowHeight: number;
  /** Below this width the grid scrolls sideways. */
  minWidth: number;
  selected: number | null;
  /** More rows that are selected with it. */
  picked?: ReadonlySet<number>;
  /** "toggle" with Ctrl, "extend" with Shift: a grid of which one row is selected leaves `how` alone. */
  onSelect(number: number, how: SelectHow): void;
  onOpen?(number: number): void;
  /** A click opens, as in lists of things that have a page. */
  opensOnClick?: boolean;
  onSight(from: number, to: number): void;
  /** How many px there are for all columns. */
  onWidth?(px: number): void;
  /** The right button, or the menu key, on a row. */
  onMenu?(number: number, element: Element): void;
  /** The edge `edge` follows the last row, or the first. */
  following?: boolean;
  edge?: "first" | "last";
  onFollow?(following: boolean): void;
  dimmed?: boolean;
  /** Shown in place of rows. */
  empty?: ReactNode;
  handle?: Ref<GridHandle>;
  /** Puts a column before another, or at the end. */
  onMoveColumn?(id: string, before: string | null): void;
};

export type SelectHow = "one" | "toggle" | "extend";

const HEADER_PX = 27;
/** Rows shown where nothing can be measured. */
const UNMEASURED_ROWS = 20;

/**
 * Fixed-height rows addressed by number, of which only those in sight exist.
 *
 * They stand in a sticky viewport inside a tall spacer: WebKitGTK flashes blank with the usual translated layer.
 * What was last complete stays until the rows of the new place are there.
 */
export function Grid<R>(props: GridProps<R>) {
  const { label, columns, first, end, rowHeight, selected, following = false, empty } = props;
  const atTop = props.edge === "first";
  const scroller = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const id = useId();

  const geometry: Geometry = {
    rows: end - first,
    rowHeight,
    visible: height > HEADER_PX ? height - HEADER_PX : UNMEASURED_ROWS * rowHeight,
  };

  /** The last drawing, for what happens between two. */
  const latest = useRef({ props, geometry, top: first, drawn: first });

  /** Row number at the upper edge, with a fraction; survives rows that go or come above. */
  const anchor = useRef(first);
  /** The scroll position that we set or have dealt with: other ones come from a hand. */
  const placed = useRef(0);
  /** What was drawn last. */
  const shown = useRef(first);

  // Rows that come above the first, while that is what one looks at, are looked at instead.
  const before = latest.current;
  const stayedOnTop =
    !atTop && selected === null && first < before.props.first && before.top === before.props.first;
  if (before.props.origin !== props.origin || stayedOnTop) anchor.current = first;

  const top = following
    ? first + (atTop ? 0 : lastTop(geometry))
    : Math.min(Math.max(anchor.current, first), first + lastTop(geometry));
  const fit = geometry.visible / rowHeight;
  const reach = (from: number) => Math.min(end, Math.ceil(from + fit));
  const complete = (from: number) => {
    if (from < first || from > first + lastTop(geometry)) return false;
    for (let number = Math.floor(from); number < reach(from); number++) {
      if (props.row(number) === undefined) return false;
    }
    return true;
  };
  const drawn = complete(top) || !complete(shown.current) ? top : shown.current;

  latest.current = { props, geometry, top, drawn };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    shown.current = drawn;
    const position = scrollAt(top - first, geometry);
    // A hand has scrolled up and its event is still on the way: let it win. A grid that has become higher, and not
    // measured itself yet, is scrolled up as well, but to its real end.
    const leftByHand = atTop
      ? element.scrollTop > placed.current + 2
      : element.scrollTop < Math.min(placed.current, endOf(element)) - 2;
    if (following && leftByHand && height > 0) {
      props.onFollow?.(false);
      return;
    }
    anchor.current = top;
    if (Math.abs(element.scrollTop - position) > 1) element.scrollTop = position;
    placed.current = element.scrollTop;
  });

  const from = Math.floor(top);
  const to = reach(top);
  const { onSight } = props;
  useEffect(() => onSight(from, to), [onSight, from, to]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => {
      setHeight(element.clientHeight);
      latest.current.props.onWidth?.(element.clientWidth);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const moveTo = useCallback((target: number) => {
    const { props, geometry } = latest.current;
    anchor.current = Math.min(Math.max(target, props.first), props.first + lastTop(geometry));
    redraw();
  }, []);

  // A proportional scrollbar leaps over rows: the wheel still moves by what it turned.
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      const { props, geometry, top } = latest.current;
      const away = props.edge === "first" ? event.deltaY > 0 && lastTop(geometry) > 0 : event.deltaY < 0;
      if (away && props.following) props.onFollow?.(false);
      if (!isScaled(geometry) || event.deltaY === 0) return;
      event.preventDefault();
      const rows =
        event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY : event.deltaY / geometry.rowHeight;
      moveTo(top + rows);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [moveTo]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element || Math.abs(element.scrollTop - placed.current) <= 1) return;
    const away = element.scrollTop < placed.current !== atTop;
    placed.current = element.scrollTop;
    anchor.current = first + topAt(element.scrollTop, geometry);
    const atEdge = atTop ? element.scrollTop <= 1 : element.scrollTop >= endOf(element) - 1;
    if (following && away && !atEdge) props.onFollow?.(false);
    // Back to the edge means "go on"; a selected row stays where the hand is.
    if (!following && !away && atEdge && selected === null) props.onFollow?.(true);
    redraw();
  };

  const reveal = useCallback(
    (number: number) => {
      const { geometry, top } = latest.current;
      const fit = geometry.visible / geometry.rowHeight;
      if (number < top) moveTo(number);
      else if (number + 1 > top + fit) moveTo(number + 1 - fit);
    },
    [moveTo],
  );

  const select = useCallback(
    (number: number, how: SelectHow = "one") => {
      const { props } = latest.current;
      if (props.end <= props.first) return;
      const target = Math.min(Math.max(number, props.first), props.end - 1);
      anchor.current = latest.current.top;
      props.onSelect(target, how);
      reveal(target);
    },
    [reveal],
  );

  const move = useCallback(
    (delta: number, how: SelectHow = "one") => {
      const { props, geometry, top } = latest.current;
      const fit = geometry.visible / geometry.rowHeight;
      if (props.selected !== null) select(props.selected + delta, how);
      else if (props.edge === "first" || (delta > 0 && !props.following)) select(Math.ceil(top));
      else select(Math.floor(top + fit) - 1);
    },
    [select],
  );

  useImperativeHandle(props.handle, () => ({ focus: () => scroller.current?.focus(), move, reveal }), [
    move,
    reveal,
  ]);

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor(fit) - 1);
    const how = event.shiftKey ? "extend" : "one";
    switch (event.key) {
      case "ArrowDown":
      case "j":
        move(1, how);
        break;
      case "ArrowUp":
      case "k":
        move(-1, how);
        break;
      case "PageDown":
        move(page, how);
        break;
      case "PageUp":
        move(-page, how);
        break;
      case "Home":
        if (props.onFollow && atTop) props.onFollow(true);
        else select(first, how);
        break;
      case "End":
        if (props.onFollow && !atTop) props.onFollow(true);
        else select(end - 1, how);
        break;
      case " ":
        if (!props.onFollow) return;
        props.onFollow(!following);
        break;
      case "ContextMenu": {
        const element = selected === null ? null : document.getElementById(`${id}-${selected}`);
        if (selected === null || !element || !props.onMenu) return;
        props.onMenu(selected, element);
        break;
      }
      case "Enter":
        if (selected === null || !props.onOpen) return;
        props.onOpen(selected);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const numberAt = (event: React.MouseEvent): number | null => {
    const target = event.target as Element;
    if (target.closest("button, a, input")) return null;
    const element = target.closest<HTMLElement>("[data-row]");
    return element ? Number(element.dataset.row) : null;
  };

  const numbers: number[] = [];
  for (let number = Math.floor(drawn); number < reach(drawn); number++) numbers.push(number);
  const template = columns.map((column) => column.width).join(" ");

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={end - first + 1}
      aria-colcount={columns.length}
      aria-activedescendant={
        selected !== null && numbers.includes(selected) ? `${id}-${selected}` : undefined
      }
      tabIndex={0}
      className={styles.scroller}
      style={
        {
          "--columns": template,
          "--min-width": `${props.minWidth}px`,
          "--row-height": `${rowHeight}px`,
        } as React.CSSProperties
      }
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      <GridHeader columns={columns as readonly Column<never>[]} onMove={props.onMoveColumn} />
      {end <= first ? (
        <div className={styles.empty}>{empty}</div>
      ) : (
        <div className={styles.spacer} style={{ height: spacerHeight(geometry) }}>
          <div
            className={classes(styles.viewport, props.dimmed && styles.dimmed)}
            style={{ height: Math.min(geometry.visible, spacerHeight(geometry)) }}
            onMouseDown={(event) => {
              const number = event.button === 0 ? numberAt(event) : null;
              if (number === null) return;
              const toggles = (event.ctrlKey || event.metaKey) && !props.opensOnClick;
              const extending = event.shiftKey && !props.opensOnClick;
              // Shift would mark the text between.
              if (extending) {
                event.preventDefault();
                scroller.current?.focus();
              }
              select(number, extending ? "extend" : toggles ? "toggle" : "one");
            }}
            onClick={(event) => {
              const number = numberAt(event);
              if (number !== null && props.opensOnClick) props.onOpen?.(number);
            }}
            onContextMenu={(event) => {
              const number = numberAt(event);
              const element = (event.target as Element).closest("[data-row]");
              if (number === null || !element || !props.onMenu) return;
              event.preventDefault();
              if (!props.picked?.has(number)) select(number);
              props.onMenu(number, element);
            }}
            onDoubleClick={(event) => {
              const number = numberAt(event);
              if (number !== null && !props.opensOnClick) props.onOpen?.(number);
            }}
          >
            <div style={{ marginTop: -(drawn - Math.floor(drawn)) * rowHeight }}>
              {numbers.map((number) => (
                <GridRow
                  // A row that comes takes the place of one that goes: text is changed, and no element made.
                  key={slotOf(number, numbers.length)}
                  id={`${id}-${number}`}
                  number={number}
                  index={number - first + 2}
                  row={props.row(number)}
                  columns={columns as readonly Column<unknown>[]}
                  selected={number === selected || (props.picked?.has(number) ?? false)}
                  lead={number === selected}
                />
              ))}
            </div>
          </div>
        </div>
      )}
    </div>
  );
}

/** Which of so many elements shows a row: the same one for as long as the row is in sight. */
function slotOf(number: number, slots: number): number {
  return ((number % slots) + slots) % slots;
}

/** The lowest scroll position, as laid out now. */
function endOf(element: Element): number {
  return Math.max(0, element.scrollHeight - element.clientHeight);
}
