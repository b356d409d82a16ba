import { useEffect, useRef } from "react";
import type { CompletionOption } from "../bindings";
import styles from "./CompletionList.module.css";

type Props = {
  /** Of the list; its options are `${id}-${index}`. */
  id: string;
  options: readonly CompletionOption[];
  at: number;
  left: number;
  onChoose(option: CompletionOption): void;
};

/** What can stand at the caret. The keys stay in the field. */
export function CompletionList({ id, options, at, left, onChoose }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView?.({ block: "nearest" });
  }, [at]);
  return (
    <div
      ref={list}
      id={`${id}-list`}
      role="listbox"
      aria-label="Completions"
      className={styles.list}
      style={{ marginLeft: Math.max(0, left) }}
    >
      {options.map((option, index) => (
        <div
          key={`${option.kind} ${option.text}`}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          className={styles.option}
          onMouseDown={(event) => {
            // The caret stays in the field.
            event.preventDefault();
            onChoose(option);
          }}
        >
          <span className={styles[option.kind]}>{option.text}</span>
          {option.detail && <span className={styles.detail}>{option.detail}</span>}
        </div>
      ))}
    </div>
  );
}
