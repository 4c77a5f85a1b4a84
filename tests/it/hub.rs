//! Models from a hub, with everything that can go wrong on the way. The hub is on loopback; the cache is the test's own.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::command::{Folder, Run, TRUE};
use crate::hub_server::{COMMIT, Fault, REPOSITORY, Server, etag};
use crate::models::{self, Files};

/// An article and an empty cache.
fn folder() -> Folder {
    Folder::new().with("good.txt", TRUE)
}

/// Runs the command with a hub.
fn run(folder: &Folder, endpoint: &str, args: &[&str], env: &[(&str, &str)]) -> Run {
    let env = [&[("HF_ENDPOINT", endpoint), ("HF_HOME", "home"), ("HF_HUB_DOWNLOAD_TIMEOUT", "5")], env].concat();
    folder.run_with(args, b"", &env)
}

/// Verifies the model on the hub.
fn verify(folder: &Folder, endpoint: &str, env: &[(&str, &str)]) -> Run {
    run(folder, endpoint, &["model", "verify", "--model", "hub:acme/tiny"], env)
}

/// The one message of a run that failed.
fn refused(run: &Run) -> &str {
    assert_eq!((run.code, run.out.as_str(), run.messages().len()), (Some(2), "", 1), "{run:?}");
    run.messages()[0]
}

fn cached(folder: &Folder, name: &str) -> PathBuf {
    folder.path("home/hub/models--acme--tiny/snapshots").join(COMMIT).join(name)
}

/// A port of loopback where nobody listens.
fn nowhere() -> String {
    // Taken and given back, so that nothing answers there.
    let server = Server::start(Files::new(), Fault::None);
    server.endpoint()
}

#[test]
fn a_model_is_fetched_once_and_then_taken_from_the_cache() {
    let (server, folder) = (Server::start(models::figcheck(), Fault::None), folder());
    let first = verify(&folder, &server.endpoint(), &[]);
    assert_eq!((first.code, first.err.as_str()), (Some(0), ""), "{first:?}");
    assert_eq!(first.out.lines().filter(|line| line.starts_with("ok ")).count(), 5, "{}", first.out);
    let gets = |server: &Server| server.requests().iter().filter(|r| r.starts_with("GET ")).count();
    assert_eq!(gets(&server), 4);
    // The second time the branch is asked whether it moved, and nothing else.
    let before = server.requests().len();
    assert_eq!(verify(&folder, &server.endpoint(), &[]).code, Some(0));
    assert_eq!(server.requests()[before..], [format!("HEAD /{REPOSITORY}/resolve/main/manifest.json")]);
    // A commit cannot move: nothing is asked.
    let pinned = format!("hub:{REPOSITORY}@{COMMIT}");
    let again = run(&folder, &server.endpoint(), &["model", "info", "--model", &pinned], &[]);
    assert_eq!((again.code, server.requests().len()), (Some(0), before + 1), "{again:?}");
    assert!(again.out.starts_with("name         tiny\n"), "{}", again.out);
}

#[test]
fn a_model_from_a_hub_tags_as_the_same_folder_does() {
    let files = models::figcheck();
    let mut folder = folder();
    for (name, bytes) in &files {
        folder = folder.with(&format!("model/{name}"), bytes);
    }
    let server = Server::start(files, Fault::None);
    let tag = |model: &str| {
        run(
            &folder,
            &server.endpoint(),
            &["tag", "--all", "--format", "jsonl", "-q", "--model", model, "good.txt"],
            &[],
        )
    };
    let (there, here) = (tag("hub:acme/tiny"), tag("model"));
    assert_eq!((there.code, there.err.as_str()), (Some(0), ""), "{there:?}");
    assert_eq!(there.out, here.out);
    assert!(there.out.contains("\"confidence\""), "{}", there.out);
}

#[test]
fn a_token_classifier_is_fetched_without_manifest() {
    let (server, folder) = (Server::start(models::classifier(&["O", "B-GROWTH", "LEVEL"]), Fault::None), folder());
    let args = ["tag", "--format", "jsonl", "-q", "--model", "hub:acme/tiny", "good.txt"];
    let run = run(&folder, &server.endpoint(), &args, &[]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{run:?}");
    assert_eq!(run.documents()[0]["claims"][0]["kind"], "level");
    assert!(verify(&folder, &server.endpoint(), &[]).out.contains("bert, 2 layers of 16, 3 labels"));
    // Without the hub it still works.
    let away = verify(&folder, &nowhere(), &[]);
    assert_eq!((away.code, away.err.as_str()), (Some(0), ""), "{away:?}");
}

#[test]
fn without_a_network_the_cache_is_used_or_missed() {
    let (server, folder) = (Server::start(models::figcheck(), Fault::None), folder());
    let cold = verify(&folder, &nowhere(), &[]);
    let message = refused(&cold);
    assert!(message.starts_with("hub:acme/tiny@main: manifest.json: http://127.0.0.1:"), "{message}");
    assert!(message.contains("cannot be reached") && message.contains("give --model a folder"), "{message}");
    assert_eq!(verify(&folder, &server.endpoint(), &[]).code, Some(0));
    let warm = verify(&folder, &nowhere(), &[]);
    assert_eq!((warm.code, warm.err.as_str()), (Some(0), ""), "{warm:?}");
}

#[test]
fn offline_nothing_is_asked() {
    let (server, folder) = (Server::start(models::figcheck(), Fault::None), folder());
    for variable in ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"] {
        let cold = verify(&folder, &server.endpoint(), &[(variable, "1")]);
        assert!(refused(&cold).contains("is not in the cache home/hub"), "{}", cold.err);
    }
    assert_eq!(server.requests(), Vec::<String>::new());
    assert_eq!(verify(&folder, &server.endpoint(), &[("HF_HUB_OFFLINE", "0")]).code, Some(0));
    let before = server.requests().len();
    let warm = verify(&folder, &server.endpoint(), &[("HF_HUB_OFFLINE", "true")]);
    assert_eq!((warm.code, warm.err.as_str(), server.requests().len()), (Some(0), "", before), "{warm:?}");
}

#[test]
fn offline_an_incomplete_model_is_missed() {
    let (server, folder) = (Server::start(models::figcheck(), Fault::None), folder());
    assert_eq!(verify(&folder, &server.endpoint(), &[]).code, Some(0));
    fs::remove_file(cached(&folder, "tokenizer.json")).unwrap();
    let run = verify(&folder, &server.endpoint(), &[("HF_HUB_OFFLINE", "1")]);
    assert!(
        refused(&run).starts_with("hub:acme/tiny@main: tokenizer.json is not in the cache home/hub"),
        "{}",
        run.err
    );
}

#[test]
fn a_repository_a_revision_and_a_file_that_are_not_there_are_told_apart() {
    let (server, folder) = (Server::start(models::figcheck(), Fault::None), folder());
    let message = |model: &str| {
        let run = run(&folder, &server.endpoint(), &["model", "info", "--model", model], &[]);
        refused(&run).to_owned()
    };
    let no_repository = message("hub:acme/huge");
    assert!(no_repository.starts_with("hub:acme/huge@main: no repository acme/huge at http://"), "{no_repository}");
    let no_revision = message("hub:acme/tiny@v9");
    assert_eq!(no_revision, "hub:acme/tiny@v9: acme/tiny has no revision \"v9\", expected a branch, tag or commit");
    let mut files = models::figcheck();
    files.remove("tokenizer.json");
    let server = Server::start(files, Fault::None);
    let run = verify(&folder, &server.endpoint(), &[]);
    assert!(refused(&run).starts_with("hub:acme/tiny@main: has no tokenizer.json, expected"), "{}", run.err);
    let server = Server::start([("README.md", b"words".to_vec())].into(), Fault::None);
    let run = verify(&folder, &server.endpoint(), &[]);
    assert!(refused(&run).contains("has no manifest.json and no config.json"), "{}", run.err);
}

#[test]
fn a_pickle_is_refused_with_the_reason() {
    let mut files = models::classifier(&["O", "LEVEL"]);
    let weights = files.remove("model.safetensors").unwrap();
    files.insert("pytorch_model.bin", weights);
    let (server, folder) = (Server::start(files, Fault::None), folder());
    let run = verify(&folder, &server.endpoint(), &[]);
    assert!(refused(&run).contains("pickle, which can run code"), "{}", run.err);
}

#[test]
fn half_a_download_is_said_and_not_kept() {
    for fault in [Fault::Half("model.safetensors"), Fault::HalfUnnoticed("model.safetensors")] {
        let (server, folder) = (Server::start(models::figcheck(), fault), folder());
        let run = verify(&folder, &server.endpoint(), &[]);
        let message = refused(&run);
        assert!(message.starts_with("hub:acme/tiny@main: model.safetensors: "), "{message}");
        assert!(message.contains("run it again"), "{message}");
        // The next run fetches it again.
        let server = Server::start(models::figcheck(), Fault::None);
        let run = verify(&folder, &server.endpoint(), &[]);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{fault:?}: {run:?}");
    }
}

#[test]
fn bytes_that_are_not_those_announced_are_refused() {
    // Against the hub's own hash, which it has of the weights alone.
    let (server, one) = (Server::start(models::figcheck(), Fault::Altered("model.safetensors")), folder());
    let run = verify(&one, &server.endpoint(), &[]);
    assert!(refused(&run).contains("model.safetensors: SHA-256 is "), "{}", run.err);
    assert!(refused(&run).contains("run it again"), "{}", run.err);
    // Against the manifest's.
    let (server, two) = (Server::start(models::figcheck(), Fault::Altered("tokenizer.json")), folder());
    let args = ["tag", "--model", "hub:acme/tiny", "good.txt"];
    let run = self::run(&two, &server.endpoint(), &args, &[]);
    let message = refused(&run);
    assert!(message.contains("tokenizer.json: SHA-256 is ") && message.contains("the manifest says"), "{message}");
    assert!(message.contains("; delete ") && message.contains("/blobs/"), "{message}");
    let run = verify(&two, &server.endpoint(), &[]);
    assert_eq!((run.code, run.messages().len()), (Some(2), 2), "{run:?}");
    assert!(run.messages()[1].starts_with("delete ") && run.out.contains("ok   config.json"), "{run:?}");
}

#[test]
fn a_damaged_copy_in_the_cache_is_named_with_the_remedy() {
    let (server, folder) = (Server::start(models::figcheck(), Fault::None), folder());
    assert_eq!(verify(&folder, &server.endpoint(), &[]).code, Some(0));
    let blob = fs::canonicalize(cached(&folder, "model.safetensors")).unwrap();
    let bytes = fs::read(&blob).unwrap();
    fs::write(&blob, &bytes[..bytes.len() / 2]).unwrap();
    let run = verify(&folder, &server.endpoint(), &[]);
    let message = refused(&run);
    assert!(message.contains(&format!("damaged: delete {} and run it again", blob.display())), "{message}");
    fs::remove_file(blob).unwrap();
    assert_eq!(verify(&folder, &server.endpoint(), &[]).code, Some(0));
}

#[test]
fn a_full_disk_is_said_with_where_to_make_room() {
    if cfg!(target_os = "linux") {
        let files = models::figcheck();
        let (server, folder) = (Server::start(files.clone(), Fault::None), folder());
        // The cache writes a download beside its place first; a link lets every byte of it meet a full device.
        let blobs = folder.path("home/hub/models--acme--tiny/blobs");
        fs::create_dir_all(&blobs).unwrap();
        let partial = blobs.join(etag("model.safetensors", &files["model.safetensors"]) + ".incomplete");
        std::os::unix::fs::symlink("/dev/full", partial).unwrap();
        let run = verify(&folder, &server.endpoint(), &[]);
        let message = refused(&run);
        assert!(message.contains("model.safetensors: no room for it in the cache home/hub"), "{message}");
        assert!(message.contains("set HF_HOME"), "{message}");
    }
}

#[test]
fn a_hub_that_says_nothing_is_not_waited_for() {
    let (server, folder) = (Server::start(models::figcheck(), Fault::Silent), folder());
    let started = Instant::now();
    let run = verify(&folder, &server.endpoint(), &[("HF_HUB_DOWNLOAD_TIMEOUT", "0.3")]);
    assert!(refused(&run).contains("nothing came from http://127.0.0.1:"), "{}", run.err);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[test]
fn what_the_hub_refuses_is_passed_on_with_what_to_do() {
    for (status, words) in [(401, "HF_TOKEN"), (403, "ask for access"), (500, "answers 500")] {
        let (server, folder) = (Server::start(models::figcheck(), Fault::Status(status)), folder());
        let run = verify(&folder, &server.endpoint(), &[]);
        assert!(refused(&run).contains(words), "{status}: {}", run.err);
    }
}

#[test]
fn a_file_that_is_larger_than_any_model_is_not_fetched() {
    let (server, folder) = (Server::start(models::figcheck(), Fault::Huge("tokenizer.json")), folder());
    let run = verify(&folder, &server.endpoint(), &[]);
    assert!(refused(&run).contains("tokenizer.json: has 100000000000 bytes, expected at most 67108864"), "{}", run.err);
}

#[test]
fn a_token_is_never_shown() {
    let (server, folder) = (Server::start(models::figcheck(), Fault::Status(401)), folder());
    let run = verify(&folder, &server.endpoint(), &[("HF_TOKEN", "hf_secret")]);
    assert!(!refused(&run).contains("hf_secret"), "{}", run.err);
}

#[test]
fn a_name_that_is_none_of_a_hub_is_refused_before_anything_is_asked() {
    let run = folder().run(&["tag", "--model", "hub:../../etc", "good.txt"]);
    assert!(refused(&run).contains("expected hub:OWNER/NAME"), "{}", run.err);
}
