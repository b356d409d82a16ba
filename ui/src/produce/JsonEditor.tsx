import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { Annotation, Compartment, EditorState, type Text } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import type { JsonProblem } from "../bindings";
import styles from "./JsonEditor.module.css";

type Props = {
  label: string;
  value: string;
  onChange(value: string): void;
  /** Colours as JSON. */
  isJson: boolean;
  /** Where it is not what it should be. */
  problem: JsonProblem | null;
  /** A longer text can't be edited: what would make it so long goes to `onChange` only. */
  most: number;
  hint: string;
};

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--syntax-key)" },
  { tag: tags.string, color: "var(--syntax-string)" },
  { tag: tags.number, color: "var(--syntax-number)" },
  { tag: [tags.bool, tags.null], color: "var(--syntax-literal)" },
]);

const THEME = EditorView.theme({
  "&": {
    height: "100%",
    minHeight: "0",
    backgroundColor: "var(--bg-0)",
    color: "var(--text-0)",
    fontSize: "12px",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "19px", overflow: "auto" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--text-0)" },
  ".cm-gutters": { backgroundColor: "var(--bg-0)", color: "var(--text-2)", border: "none" },
  ".cm-cursor": { borderLeftColor: "var(--text-0)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--bg-selected)",
  },
  ".cm-placeholder": { color: "var(--text-2)" },
  ".cm-tooltip": {
    backgroundColor: "var(--bg-2)",
    border: "1px solid var(--line-strong)",
    borderRadius: "6px",
    color: "var(--text-0)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--bg-3)" },
});

/** The page gave the text: it knows it already. */
const fromOutside = Annotation.define<boolean>();
const JSON_PARTS = [json(), lintGutter()];

/** The value of a message that is being written. */
export function JsonEditor(props: Props) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(null);
  const language = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;
  /** The document's text as last given or told: making it anew costs with its length. */
  const text = useRef(props.value);

  useEffect(() => {
    if (!host.current) return;
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          indentOnInput(),
          syntaxHighlighting(COLOURS),
          THEME,
          placeholder(latest.current.hint),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": latest.current.label, spellcheck: "false" }),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((change) => change.annotation(fromOutside)))
              return;
            text.current = update.state.doc.toString();
            latest.current.onChange(text.current);
          }),
          EditorView.domEventHandlers({
            paste: (event, view) => {
              const pasted = event.clipboardData?.getData("text/plain") ?? "";
              if (pasted.length + view.state.doc.length <= latest.current.most) return false;
              event.preventDefault();
              const { from, to } = view.state.selection.main;
              const before = view.state.sliceDoc(0, from);
              latest.current.onChange(before + pasted + view.state.sliceDoc(to));
              return true;
            },
          }),
          language.current.of(latest.current.isJson ? JSON_PARTS : []),
        ],
      }),
    });
    editor.current = view;
    return () => {
      view.destroy();
      editor.current = null;
    };
  }, []);

  useEffect(() => {
    editor.current?.dispatch({
      effects: language.current.reconfigure(props.isJson ? JSON_PARTS : []),
    });
  }, [props.isJson]);

  // Another message was taken over.
  useEffect(() => {
    const view = editor.current;
    if (!view || text.current === props.value) return;
    text.current = props.value;
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: props.value },
      annotations: fromOutside.of(true),
    });
  }, [props.value]);

  useEffect(() => {
    const view = editor.current;
    if (!view) return;
    view.dispatch(
      setDiagnostics(view.state, props.problem ? [diagnostic(view.state.doc, props.problem)] : []),
    );
  }, [props.problem]);

  return <div ref={host} className={styles.editor} />;
}

/** The character at which it goes wrong. The text may have changed since it was looked at. */
function diagnostic(doc: Text, { line, column, message }: JsonProblem): Diagnostic {
  const at = doc.line(Math.min(Math.max(1, line), doc.lines));
  const from = Math.min(at.from + Math.max(0, column - 1), at.to);
  return { from, to: Math.min(from + 1, doc.length), severity: "error", message };
}
