//! Child processes that end with the value that owns them, and at the latest with the test.

use std::{
    ffi::OsStr,
    io,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        LazyLock,
        mpsc::{SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use crate::paths;

/// A command that the system kills when the test's process dies, however it dies. Only Linux can
/// do that; elsewhere it is the plain command, and a killed test leaves it behind.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    static SETPRIV: LazyLock<bool> =
        LazyLock::new(|| cfg!(target_os = "linux") && paths::program("setpriv").is_some());
    let mut command = if *SETPRIV {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.stdin(Stdio::null());
    command
}

/// A running child; dropping it kills it and waits for its end.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
}

impl Process {
    /// Starts `command`, as made by [`command`].
    ///
    /// Linux ends such a child together with the *thread* that started it, and the threads of a
    /// runtime come and go: so one thread, which lasts as long as the process, starts them all.
    pub(crate) fn spawn(command: Command) -> io::Result<Process> {
        type Job = (Command, SyncSender<io::Result<Child>>);
        static SPAWNER: LazyLock<SyncSender<Job>> = LazyLock::new(|| {
            let (jobs, queue) = sync_channel::<Job>(16);
            thread::spawn(move || {
                for (mut command, answer) in queue {
                    // Nobody waits any more if the test was cancelled; the child goes unwatched
                    // then, until this process ends.
                    drop(answer.send(command.spawn()));
                }
            });
            jobs
        });
        let (answer, spawned) = sync_channel(1);
        SPAWNER
            .send((command, answer))
            .map_err(|_| io::Error::other("the thread that starts processes has ended"))?;
        let child = spawned.recv().map_err(io::Error::other)??;
        Ok(Process { child })
    }

    /// The system's number for it.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Sends a signal, as `STOP` or `CONT`; one that has ended does not hear it.
    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        drop(
            Command::new("sh")
                .args(["-c", "kill -\"$0\" \"$1\"", name, &pid])
                .status(),
        );
    }

    /// SIGKILL, and waits for the end.
    pub(crate) fn kill(&mut self) {
        // Both fail only if it has ended and was waited for.
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// SIGTERM, and waits for the end; SIGKILL if that takes longer than `patience`.
    pub(crate) fn stop(&mut self, patience: Duration) {
        self.signal("TERM");
        let deadline = Instant::now() + patience;
        while self.ended().is_none() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(20));
        }
        self.kill();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
