import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { useSettings } from "../app/workspace";
import type { GroupDetail, Lag } from "../bindings";
import { classes } from "../kit/css";
import { duration, grouped } from "../kit/numbers";
import styles from "./Figures.module.css";
import { CopyGrant } from "./GrantNote";
import { changeOf, lagText, outlookText, rateText } from "./words";

/** How far a group is behind, in messages and in time, and whether it catches up. */
export function Figures({ detail }: { detail: GroupDetail }) {
  const { zone } = useSettings();
  const { lag, change, behind, slowest, consumed, produced, outlook } = detail;
  const moved = change && change.messages !== "0" ? changeOf(change) : null;
  const Arrow = moved?.direction === "down" ? ArrowDown : ArrowUp;
  const isMeasured = consumed !== null && produced !== null;
  const isBehind = lag.kind !== "known" || lag.messages !== "0";
  return (
    <dl className={styles.figures}>
      <Figure
        name="Total lag"
        value={<TotalLag lag={lag} />}
        aside={
          moved ? (
            <span className={moved.direction === "up" ? styles.bad : styles.good} title={moved.text}>
              <Arrow size={12} aria-hidden />
              <span aria-hidden>{moved.size}</span>
              <span className={styles.hidden}>{moved.text}</span>
            </span>
          ) : (
            change && changeOf(change).text
          )
        }
      >
        {lag.kind === "denied" && <CopyGrant grant={lag.grant} />}
      </Figure>
      <Figure
        name="Behind by"
        about={slowest ? `slowest: ${slowest.topic}/${slowest.partition}` : null}
        value={behind ? duration(behind.ms) : isBehind ? <Quiet>not known</Quiet> : "0 s"}
        aside={behind?.method}
      />
      <Figure
        name="Consumed / produced"
        value={
          isMeasured ? (
            <>
              {rateText(consumed)} / {rateText(produced)} <small>msg/s</small>
            </>
          ) : (
            <Quiet>{outlook.kind === "measuring" ? "measuring…" : "not known"}</Quiet>
          )
        }
        aside={
          <span className={outlook.kind === "never" ? styles.bad : undefined}>
            {outlookText(outlook, zone)}
          </span>
        }
      />
    </dl>
  );
}

/** The lag as it is known: where it isn't, in words. */
function TotalLag({ lag }: { lag: Lag }) {
  const { text, about } = lagText(lag);
  switch (lag.kind) {
    case "known":
      return grouped(lag.messages);
    case "partial":
      return (
        <>
          <small>at least</small> {grouped(lag.messages)} <Quiet title={about}>{lag.why}</Quiet>
        </>
      );
    case "none":
    case "asking":
      return <Quiet>{about}</Quiet>;
    case "denied":
    case "failed":
    case "unsupported":
      return (
        <Quiet title={about} tone={lag.kind === "unsupported" ? undefined : lag.kind}>
          {about ?? text}
        </Quiet>
      );
  }
}

function Quiet(props: { children: ReactNode; title?: string | null; tone?: "denied" | "failed" }) {
  return (
    <span
      className={classes(styles.quiet, props.tone && styles[props.tone])}
      title={props.title ?? undefined}
      data-selectable
    >
      {props.children}
    </span>
  );
}

type FigureProps = {
  name: string;
  /** More about it, at the right of the name. */
  about?: string | null;
  value: ReactNode;
  aside?: ReactNode;
  children?: ReactNode;
};

function Figure({ name, about, value, aside, children }: FigureProps) {
  return (
    <div className={styles.figure}>
      <dt>
        <span>{name}</span>
        {about && (
          <span className={styles.about} title={about}>
            {about}
          </span>
        )}
      </dt>
      <dd>
        <span className={styles.value}>{value}</span>
        {aside && <span className={styles.aside}>{aside}</span>}
      </dd>
      {children}
    </div>
  );
}
