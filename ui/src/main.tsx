// First, so that what components say about themselves wins.
import "./app/tokens.css";
import "./app/base.css";

import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { Boundary } from "./app/Boundary";
import { Commands, CommandsContext } from "./app/commands";
import { collectErrors } from "./app/errors";
import { FIRST_SETTINGS } from "./app/firstSettings";
import { newQueryClient } from "./app/queryClient";
import { Workspace, WorkspaceContext } from "./app/workspace";
import { backend } from "./ipc/backend";
import { toFailed } from "./ipc/failure";

collectErrors();
void start();

async function start() {
  const workspace = await loadWorkspace();
  const root = document.getElementById("root");
  if (!root) throw new Error("no #root in the page");
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={newQueryClient()}>
        <WorkspaceContext value={workspace}>
          <CommandsContext value={new Commands()}>
            <Boundary what="The window">
              <App />
            </Boundary>
          </CommandsContext>
        </WorkspaceContext>
      </QueryClientProvider>
    </StrictMode>,
  );
}

/** Opens with what was open, or afresh where that can't be read. */
async function loadWorkspace(): Promise<Workspace> {
  let workspace: Workspace;
  try {
    workspace = new Workspace(backend, await backend.loadSettings());
  } catch (thrown) {
    workspace = new Workspace(backend, FIRST_SETTINGS);
    workspace.say("error", toFailed(thrown));
  }
  backend
    .notices()
    .then((notices) => {
      for (const notice of notices) workspace.say("warn", notice);
    })
    .catch((thrown) => workspace.say("error", toFailed(thrown)));
  return workspace;
}
