import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, linter, lintGutter } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import type { JsonProblem } from "../bindings";
import styles from "./JsonEditor.module.css";

type Props = {
  label: string;
  value: string;
  onChange(value: string): void;
  /** Colours and checks as JSON. */
  isJson: boolean;
  check(text: string): Promise<JsonProblem | null>;
  onSend(): void;
  hint: string;
};

const CHECK_AFTER_MS = 250;

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--syntax-key)" },
  { tag: tags.string, color: "var(--syntax-string)" },
  { tag: tags.number, color: "var(--syntax-number)" },
  { tag: [tags.bool, tags.null], color: "var(--syntax-literal)" },
]);

const THEME = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--bg-0)", color: "var(--text-0)", fontSize: "12px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "19px" },
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

/** The value of a message that is being written. */
export function JsonEditor(props: Props) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(null);
  const language = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;

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
          keymap.of([
            {
              key: "Mod-Enter",
              run: () => {
                latest.current.onSend();
                return true;
              },
            },
            ...defaultKeymap,
            ...historyKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
          language.current.of(latest.current.isJson ? checkedJson(latest) : []),
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
      effects: language.current.reconfigure(props.isJson ? checkedJson(latest) : []),
    });
  }, [props.isJson]);

  // Another message was taken over.
  useEffect(() => {
    const view = editor.current;
    if (!view || view.state.doc.toString() === props.value) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: props.value } });
  }, [props.value]);

  return <div ref={host} className={styles.editor} />;
}

function checkedJson(latest: { current: Props }) {
  return [
    json(),
    lintGutter(),
    linter(
      async (view): Promise<Diagnostic[]> => {
        const text = view.state.doc.toString();
        if (text.trim() === "") return [];
        const problem = await latest.current.check(text).catch(() => null);
        if (problem === null || view.state.doc.toString() !== text) return [];
        const line = view.state.doc.line(Math.min(Math.max(1, problem.line), view.state.doc.lines));
        const from = Math.min(line.from + Math.max(0, problem.column - 1), line.to);
        return [
          {
            from,
            to: Math.min(from + 1, view.state.doc.length),
            severity: "error",
            message: problem.message,
          },
        ];
      },
      { delay: CHECK_AFTER_MS },
    ),
  ];
}
