//! Runs the `figcheck` command in a folder of its own, with nothing of this machine's environment.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use tempfile::TempDir;

/// A folder to run the command in.
pub(crate) struct Folder(TempDir);

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// The folder with a file more.
    pub(crate) fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names of the files in it, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.0.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    /// The command with its arguments, standard input empty.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_figcheck"));
        command.args(args).current_dir(self.0.path()).env_clear().stdin(Stdio::null());
        command
    }

    /// Runs the command.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, &[], &[])
    }

    /// Runs the command with bytes on standard input and variables in its environment.
    pub(crate) fn run_with(&self, args: &[&str], input: &[u8], env: &[(&str, &str)]) -> Run {
        let mut command = self.command(args);
        command.envs(env.iter().copied()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        // Written from a thread of its own: the command may write before it has read everything. That it may also end
        // before is its right.
        let writer = thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Run {
    /// The lines of standard error, which must all come from us.
    pub(crate) fn messages(&self) -> Vec<&str> {
        let messages = self.err.lines().map(|line| line.strip_prefix("figcheck: "));
        messages.collect::<Option<Vec<_>>>().unwrap_or_else(|| panic!("not only messages: {}", self.err))
    }

    /// The objects of standard output.
    pub(crate) fn documents(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A table with one row, and texts that it bears out and contradicts.
pub(crate) const TABLE: &str = "measure,entity,period,value,scale,unit\nservices trade,China,2024,7.5,12,CNY\n";
pub(crate) const TRUE: &str = "China's services trade reached 7.5 trillion yuan in 2024.\n";
pub(crate) const FALSE: &str = "China's services trade reached 5.7 trillion yuan in 2024.\n";

/// Arguments of a check with the rule tagger, which needs no model.
pub(crate) fn check<'a>(args: &[&'a str]) -> Vec<&'a str> {
    [&["check", "--model", "rules"], args].concat()
}
