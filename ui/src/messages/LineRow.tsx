import { ChevronDown, ChevronRight, CornerDownRight, Ellipsis, ListFilterPlus } from "lucide-react";
import { useRef } from "react";
import type { Line } from "../bindings";
import { classes } from "../kit/css";
import { Spans } from "../kit/Spans";
import styles from "./LinesView.module.css";
import { markSpans } from "./markSpans";

type Props = {
  id: string;
  line: Line | undefined;
  /** It may stand for a field. */
  hasActions: boolean;
  isCursor: boolean;
  /** A text to mark. */
  sought: string;
  /** The place that was gone to. */
  isSought: boolean;
  onPoint(): void;
  onToggle(line: Line): void;
  onMenu(line: Line, element: Element): void;
  onCondition(line: Line): void;
};

/** A line of a payload; what can be done with it shows when it is pointed at. */
export function LineRow(props: Props) {
  const { id, line, hasActions, isCursor, sought, isSought, onPoint, onToggle, onMenu, onCondition } = props;
  const row = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLSpanElement>(null);
  return (
    <div
      ref={row}
      id={id}
      role="treeitem"
      aria-level={(line?.indent ?? 0) + 1}
      aria-expanded={line && line.fold !== null ? !line.folded : undefined}
      aria-selected={isCursor}
      className={classes(styles.line, isCursor && styles.cursor, isSought && styles.sought)}
      onMouseDown={onPoint}
      onContextMenu={(event) => {
        if (!line || !text.current) return;
        event.preventDefault();
        onMenu(line, text.current);
      }}
    >
      <span className={styles.gutter}>
        {line?.continued && <CornerDownRight size={11} className={styles.continued} aria-label="goes on" />}
        {line && line.fold !== null && (
          <button
            type="button"
            tabIndex={-1}
            aria-label={line.folded ? "Unfold" : "Fold"}
            className={styles.fold}
            data-folded={line.folded || undefined}
            onClick={() => onToggle(line)}
          >
            {line.folded ? <ChevronRight size={13} /> : <ChevronDown size={13} />}
          </button>
        )}
      </span>
      {line && (
        <>
          <span ref={text}>
            {"  ".repeat(line.indent)}
            {sought === "" ? <Spans spans={line.spans} /> : <Marked line={line} sought={sought} />}
          </span>
          {hasActions && !closes(line) && (
            <span className={styles.actions}>
              {holdsValue(line) && (
                <button
                  type="button"
                  tabIndex={-1}
                  aria-label="Add to the filter"
                  title="Add to the filter"
                  className={styles.action}
                  onClick={() => onCondition(line)}
                >
                  <ListFilterPlus size={13} aria-hidden />
                </button>
              )}
              <button
                type="button"
                tabIndex={-1}
                aria-label="More"
                title="Copy path or value, add as column"
                className={styles.action}
                onClick={(event) => onMenu(line, event.currentTarget)}
              >
                <Ellipsis size={13} aria-hidden />
              </button>
            </span>
          )}
        </>
      )}
    </div>
  );
}

function Marked({ line, sought }: { line: Line; sought: string }) {
  return markSpans(line.spans, sought).map(({ found, ...span }, index) =>
    found ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one line never move
      <mark key={index} className={styles.found}>
        <Spans spans={[span]} />
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one line never move
      <Spans key={index} spans={[span]} />
    ),
  );
}

function holdsValue({ spans }: Line): boolean {
  return spans.some(({ kind }) => kind === "string" || kind === "number" || kind === "literal");
}

function closes({ spans }: Line): boolean {
  return /^[}\]]/.test(spans[0]?.text ?? "");
}
