//! Files that are made and fetched again soon: in a place of the data folder, without a name on the disk where the system allows it.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, SystemTime};

use uuid::Uuid;

use crate::failure::Failure;
use crate::instance::Instance;

/// The place in the data folder.
const PLACE: &str = "passing";
/// How the name of such a file ends.
const ENDING: &str = "part";
/// After how long one that was left is swept away.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

impl Instance {
    /// Returns an empty file without a name: it is gone when nobody holds it any more. What was left for a day goes.
    ///
    /// # Errors
    /// Where none can be made.
    pub fn passing_file(&self) -> Result<File, Failure> {
        let place = self.folder().map_or_else(std::env::temp_dir, |folder| folder.join(PLACE));
        if self.folder().is_some() {
            std::fs::create_dir_all(&place).map_err(|error| unmade(&error))?;
            sweep(&place, KEPT);
        }
        let path = place.join(format!("plumb-{}.{ENDING}", Uuid::new_v4()));
        let mut options = File::options();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|error| unmade(&error))?;
        std::fs::remove_file(&path).map_err(|error| unmade(&error))?;
        Ok(file)
    }
}

/// Sweeps away all that an interrupted run left: only one process writes in a folder.
pub fn sweep_at_start(folder: &Path) {
    sweep(&folder.join(PLACE), Duration::ZERO);
}

/// Removes files of this kind that are older than so much. What cannot be removed stays: it is looked at again.
fn sweep(place: &Path, older_than: Duration) {
    let Ok(entries) = std::fs::read_dir(place) else { return };
    let now = SystemTime::now();
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| is_passing(path)) {
        let changed = std::fs::symlink_metadata(&path).and_then(|found| found.modified());
        let age = changed.map(|changed| now.duration_since(changed).unwrap_or_default());
        if age.is_ok_and(|age| age >= older_than)
            && let Err(error) = std::fs::remove_file(&path)
        {
            tracing::warn!(%error, "a passing file that was left cannot be removed");
        }
    }
}

fn is_passing(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with("plumb-") && path.extension().is_some_and(|ending| ending == ENDING)
}

fn unmade(error: &std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return Failure::Full;
    }
    Failure::Broken(format!("no passing file can be made: {error}"))
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Seek as _, Write as _};

    use super::*;
    use crate::instance::Access;

    #[tokio::test]
    async fn a_passing_file_has_no_name_and_what_a_crash_left_is_swept() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        let instance = Instance::create(&data).await.expect("a new folder");
        let mut file = instance.passing_file().expect("a file");
        file.write_all(b"half").expect("room");
        file.rewind().expect("a file");
        let mut read = String::new();
        file.read_to_string(&mut read).expect("text");
        assert_eq!(read, "half");
        let place = data.join(PLACE);
        let names = || std::fs::read_dir(&place).expect("it is there").count();
        assert_eq!(names(), 0, "nobody finds it by a name");
        let left = place.join("plumb-left.part");
        std::fs::write(&left, b"left").expect("room");
        std::fs::write(place.join("notes.txt"), b"not ours").expect("room");
        drop(instance.passing_file().expect("a file"));
        assert_eq!(names(), 2, "what is younger than a day may be in use");
        let day_ago = SystemTime::now() - KEPT - Duration::from_secs(1);
        File::options().write(true).open(&left).and_then(|left| left.set_modified(day_ago)).expect("ours");
        drop(instance.passing_file().expect("a file"));
        assert!(!left.exists() && names() == 1);
        std::fs::write(&left, b"left").expect("room");
        instance.close().await;
        drop(instance);
        let again = Instance::open(&data, Access::Write).await.expect("the same folder");
        assert!(!left.exists(), "at start nothing is in use");
        assert!(place.join("notes.txt").exists(), "what is not ours stays");
        again.close().await;
    }
}
