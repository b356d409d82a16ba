import { useSettings } from "../app/workspace";
import type { MessageDetail, Zone } from "../bindings";
import { bytes, grouped } from "../kit/numbers";
import { fullMoment, zoneName } from "../kit/times";
import styles from "./Inspector.module.css";

/** Where and when a message was written, and how large it is. */
export function MessageMeta({ detail }: { detail: MessageDetail }) {
  const { zone } = useSettings();
  return (
    <dl className={styles.meta}>
      <dt>Offset</dt>
      <dd data-selectable>
        <span className={styles.quiet}>partition</span> {detail.partition}{" "}
        <span className={styles.quiet}>·</span> {grouped(detail.offset)}
      </dd>
      <dt>Timestamp</dt>
      <dd data-selectable>{timestampText(detail, zone)}</dd>
      <dt>Size</dt>
      <dd data-selectable>
        {bytes(detail.size)}{" "}
        <span className={styles.quiet}>
          key {detail.key.shape === "null" ? "null" : bytes(detail.key.size)} · value{" "}
          {detail.value.shape === "null" ? "null" : bytes(detail.value.size)}
        </span>
      </dd>
    </dl>
  );
}

function timestampText({ timestamp, timestampKind }: MessageDetail, zone: Zone) {
  if (timestamp === null || timestampKind === "none") return <span className={styles.quiet}>none</span>;
  return (
    <>
      {fullMoment(Number(timestamp), zone)} <span className={styles.quiet}>{zoneName(zone)}</span>{" "}
      <span className={styles.quiet}>{timestampKind === "create" ? "create" : "log append"}</span>
    </>
  );
}
