import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import type { Settings } from "../../bindings";
import { backend } from "../../ipc/backend";
import { Commands, CommandsContext } from "../commands";
import { FIRST_SETTINGS } from "../firstSettings";
import { newQueryClient } from "../queryClient";
import { Workspace, WorkspaceContext } from "../workspace";

/** Renders with all that the window gives its parts. */
export function renderIn(children: ReactNode, settings: Partial<Settings> = {}): Workspace {
  const workspace = new Workspace(backend, { ...FIRST_SETTINGS, ...settings });
  render(
    <QueryClientProvider client={newQueryClient()}>
      <WorkspaceContext value={workspace}>
        <CommandsContext value={new Commands()}>{children}</CommandsContext>
      </WorkspaceContext>
    </QueryClientProvider>,
  );
  return workspace;
}
