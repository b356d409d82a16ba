import { Component, type ReactNode } from "react";
import { toFailed } from "../ipc/failure";
import { Button } from "../kit/Button";
import { ErrorNote } from "../kit/Note";
import styles from "./Boundary.module.css";
import { CopyDiagnostics } from "./CopyDiagnostics";

type Props = { what: string; children: ReactNode };
type State = { thrown: unknown };

/** Keeps a broken part from taking the rest with it. */
export class Boundary extends Component<Props, State> {
  override state: State = { thrown: null };

  static getDerivedStateFromError(thrown: unknown): State {
    return { thrown };
  }

  override render(): ReactNode {
    if (this.state.thrown === null) return this.props.children;
    const { details } = toFailed(this.state.thrown);
    return (
      <div className={styles.broken}>
        <ErrorNote
          failure={{
            message: `${this.props.what} can't be shown.`,
            hint: "The rest goes on. Show it again; if it stays, the details help to report it.",
            details,
          }}
          action={
            <>
              <CopyDiagnostics details={details} />
              <Button onPress={() => this.setState({ thrown: null })}>Show again</Button>
            </>
          }
        />
      </div>
    );
  }
}
