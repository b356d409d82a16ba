import { memo } from "react";
import type { SpanKind } from "../bindings";
import styles from "./Spans.module.css";

/** Coloured text. It is always React text, so markup in a message is shown and never run. */
export const Spans = memo(function Spans({ spans }: { spans: readonly { kind: SpanKind; text: string }[] }) {
  return spans.map((span, index) =>
    span.kind === "plain" ? (
      span.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: spans of one text never move
      <span key={index} className={styles[span.kind]}>
        {span.text}
      </span>
    ),
  );
});
