import { CaseSensitive, X } from "lucide-react";
import {
  type ReactNode,
  type Ref,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { Button as AriaButton, ToggleButton } from "react-aria-components";
import type { CompletionOption, FilterText, FilterVerdict } from "../bindings";
import { backend } from "../ipc/backend";
import { classes } from "../kit/css";
import { Kbd } from "../kit/Kbd";
import { CompletionList } from "./CompletionList";
import styles from "./FilterField.module.css";
import { FilterKindMenu } from "./FilterKindMenu";
import { filterTokens, marked } from "./filterTokens";
import { complete, useCompletion } from "./useCompletion";

type Props = {
  /** Whose messages tell which fields there are; null while it opens. */
  view: number | null;
  filter: FilterText;
  verdict: FilterVerdict | null;
  onChange(change: Partial<FilterText>): void;
  /** To the rows. */
  onLeave(): void;
  inputRef: Ref<HTMLInputElement>;
  /** Stands in the field, behind the text. */
  aside: ReactNode;
};

/** Width of a monospaced character of 12 px. */
const CHAR_PX = 7.2;

/** What one looks for: plain text, or conditions on fields, which are coloured, completed and corrected. */
export function FilterField({ view, filter, verdict, onChange, onLeave, inputRef, aside }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(inputRef, () => input.current as HTMLInputElement);
  const [caret, setCaret] = useState<number | null>(null);
  const [scrolled, setScrolled] = useState(0);
  const [inset, setInset] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const accepted = useRef<{ text: string; caret: number } | null>(null);
  const id = useId();
  const { text, mode, matchCase } = filter;
  const ask = useMemo(
    () =>
      view === null || mode === "text"
        ? null
        : (text: string, caret: number) => backend.completeFilter(view, text, caret),
    [view, mode],
  );
  const completion = useCompletion(ask, text, caret);
  const { options, at, from } = completion;
  const problem = verdict?.problem ?? null;
  const isWhere = verdict?.kind === "where" || (problem !== null && mode !== "text");
  const tokens = useMemo(
    () => marked(isWhere ? filterTokens(text) : [{ kind: "plain", text }], problem),
    [isWhere, text, problem],
  );
  const look = () => {
    if (input.current) setScrolled(input.current.scrollLeft);
    if (box.current) setInset(box.current.offsetLeft);
  };
  const accept = (option: CompletionOption) => {
    const next = complete(text, completion, option);
    accepted.current = next;
    setCaret(next.caret);
    onChange({ text: next.text });
  };
  // In the frame of the text itself: what is typed next must not land elsewhere.
  useLayoutEffect(() => {
    const next = accepted.current;
    if (next === null || next.text !== text || input.current === null) return;
    accepted.current = null;
    input.current.setSelectionRange(next.caret, next.caret);
    setScrolled(input.current.scrollLeft);
  }, [text]);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const open = options.length > 0;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key === " " && event.ctrlKey) setCaret(input.current?.selectionStart ?? 0);
      return;
    }
    switch (event.key) {
      case "ArrowDown":
        if (open) completion.moveTo((at + 1) % options.length);
        else onLeave();
        break;
      case "ArrowUp":
        if (!open) return;
        completion.moveTo(at <= 0 ? options.length - 1 : at - 1);
        break;
      case "Tab": {
        const option = options[Math.max(0, at)];
        if (!option || event.shiftKey) return;
        accept(option);
        break;
      }
      case "Enter": {
        const option = options[at];
        if (option) accept(option);
        else {
          completion.close();
          onLeave();
        }
        break;
      }
      case "Escape":
        if (open) completion.close();
        else if (text !== "") onChange({ text: "" });
        else onLeave();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.place}>
      <div className={classes(styles.field, problem !== null && styles.invalid)}>
        <FilterKindMenu filter={filter} verdict={verdict} onChange={(mode) => onChange({ mode })} />
        <div ref={box} className={styles.text}>
          <input
            ref={input}
            type="text"
            aria-label="Filter"
            aria-autocomplete="list"
            aria-controls={options.length > 0 ? `${id}-list` : undefined}
            aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
            aria-invalid={problem !== null || undefined}
            aria-describedby={problem === null ? undefined : `${id}-problem`}
            placeholder="Text, or conditions as .status = FAILED and .amount > 10000"
            spellCheck={false}
            autoCorrect="off"
            autoCapitalize="off"
            autoComplete="off"
            className={styles.input}
            value={text}
            onChange={(event) => {
              onChange({ text: event.target.value });
              setCaret(event.target.selectionStart);
              look();
            }}
            onSelect={look}
            onScroll={look}
            onKeyDown={onKeyDown}
            onBlur={() => setCaret(null)}
          />
          <div className={styles.mirror} aria-hidden>
            <div style={{ transform: `translateX(${-scrolled}px)` }}>
              {tokens.map((token, index) => (
                <span
                  // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
                  key={index}
                  className={classes(styles[token.kind], token.bad && styles.bad)}
                >
                  {token.text}
                </span>
              ))}
            </div>
          </div>
        </div>
        {!isWhere && text !== "" && (
          <ToggleButton
            aria-label="Match case"
            className={styles.case}
            isSelected={matchCase}
            onChange={(matchCase) => onChange({ matchCase })}
          >
            <CaseSensitive size={16} aria-hidden />
          </ToggleButton>
        )}
        {text !== "" && (
          <AriaButton
            className={styles.clear}
            aria-label="Clear"
            onPress={() => {
              onChange({ text: "" });
              input.current?.focus();
            }}
          >
            <X size={13} aria-hidden />
          </AriaButton>
        )}
        {aside}
        {text === "" && <Kbd keys="/" />}
      </div>
      <div className={styles.below}>
        {options.length > 0 && (
          <CompletionList
            id={id}
            options={options}
            at={at}
            left={inset + from * CHAR_PX - scrolled}
            onChoose={accept}
          />
        )}
        {problem && (
          <p id={`${id}-problem`} role="alert" className={styles.problem}>
            {sentence(problem.message)}{" "}
            {problem.hint && <span className={styles.hint}>{sentence(problem.hint)}</span>}{" "}
            <span className={styles.hint}>Until then the filter before goes on.</span>
          </p>
        )}
      </div>
    </div>
  );
}

/** With its full stop. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
