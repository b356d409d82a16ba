import { useState } from "react";
import type { Header, MessageDetail } from "../bindings";
import { Empty } from "../kit/Empty";
import { grouped } from "../kit/numbers";
import { Tag } from "../kit/Tag";
import styles from "./HeadersPart.module.css";
import { PartLines } from "./PartLines";
import type { TopicSession } from "./TopicSession";

type Props = {
  session: TopicSession;
  view: number;
  row: number;
  detail: MessageDetail;
  finding: boolean;
  onFinding(finding: boolean): void;
};

/** The headers in their order, duplicates and nulls too; a press shows one whole. */
export function HeadersPart({ session, view, row, detail, finding, onFinding }: Props) {
  const [shown, setShown] = useState<number | null>(null);
  if (detail.headerCount === 0) return <Empty title="No headers">The message was written without any.</Empty>;
  return (
    <>
      <ul className={styles.headers}>
        {detail.headers.map((header, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names repeat, and the order is what a header has
          <li key={index}>
            <button
              type="button"
              className={styles.header}
              aria-expanded={shown === index}
              onClick={() => setShown(shown === index ? null : index)}
            >
              <span className={styles.headerName}>{header.name}</span>
              <HeaderValue header={header} />
            </button>
          </li>
        ))}
        {detail.headers.length < detail.headerCount && (
          <li className={styles.more}>
            The first {detail.headers.length} of {grouped(detail.headerCount)}.
          </li>
        )}
      </ul>
      {shown !== null && detail.headers[shown]?.value != null && (
        <div className={styles.whole}>
          <PartLines
            key={shown}
            session={session}
            view={view}
            row={row}
            detail={detail}
            part={{ header: shown }}
            form="auto"
            label={`Header ${detail.headers[shown]?.name}`}
            finding={finding}
            onFinding={onFinding}
          />
        </div>
      )}
    </>
  );
}

function HeaderValue({ header }: { header: Header }) {
  if (header.value === null) return <Tag>null</Tag>;
  if (header.shape === "empty") return <Tag>empty</Tag>;
  return (
    <span className={styles.headerValue}>
      {header.value}
      {header.cut && "…"}
    </span>
  );
}
