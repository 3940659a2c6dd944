//! The data folder: who may write into it, on which file systems, and how a small file is written for good.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use thiserror::Error;

/// Why a folder cannot hold a ledger.
#[derive(Debug, Error)]
pub enum FolderError {
    /// Another process writes into it.
    #[error("{0} is in use: another plumb writes into it; stop that one first, or only read")]
    InUse(PathBuf),
    /// It lies on a file system that cannot keep what it promises.
    #[error("{folder} lies on a network file system ({kind}), expected a local disk")]
    Network {
        /// The folder.
        folder: PathBuf,
        /// What the file system is called.
        kind: &'static str,
    },
    /// It cannot be reached.
    #[error("{path}: {problem}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        problem: io::Error,
    },
}

impl FolderError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |problem| Self::Io { path, problem }
    }
}

/// The right to write into a folder; it ends when this is dropped, or with the process.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "the lock lives as long as the file is open")] File);

/// Takes the right to write into a folder, which is made if it is not there.
pub(crate) fn lock(folder: &Path) -> Result<Lock, FolderError> {
    make_private(folder).map_err(FolderError::io(folder))?;
    refuse_network(folder)?;
    let path = folder.join("lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(FolderError::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(FolderError::InUse(folder.to_owned())),
        Err(TryLockError::Error(problem)) => Err(FolderError::Io { path, problem }),
    }
}

/// Makes a folder that only its owner can look into, if it is not there.
pub(crate) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Refuses a folder behind a network, where locks and syncs do not hold what they promise.
#[cfg(target_os = "linux")]
pub(crate) fn refuse_network(folder: &Path) -> Result<(), FolderError> {
    let found = rustix::fs::statfs(folder)
        .map_err(|problem| FolderError::Io { path: folder.to_owned(), problem: problem.into() })?;
    match network_kind(u32::try_from(i128::from(found.f_type) & 0xffff_ffff).unwrap_or(0)) {
        Some(kind) => Err(FolderError::Network { folder: folder.to_owned(), kind }),
        None => Ok(()),
    }
}

/// Refuses nothing: elsewhere the kind of a file system is not known.
#[cfg(not(target_os = "linux"))]
pub(crate) fn refuse_network(_: &Path) -> Result<(), FolderError> {
    Ok(())
}

/// Returns the name of a file system that lies behind a network.
#[cfg(target_os = "linux")]
fn network_kind(magic: u32) -> Option<&'static str> {
    match magic {
        0x6969 => Some("nfs"),
        0x517b | 0xfe53_4d42 => Some("smb"),
        0xff53_4d42 => Some("cifs"),
        0x564c => Some("ncp"),
        0x7375_7245 => Some("coda"),
        0x5346_414f => Some("afs"),
        0x00c3_6400 => Some("ceph"),
        0x0bd0_0bd0 => Some("lustre"),
        0x7461_636f => Some("ocfs2"),
        0x0116_1970 => Some("gfs2"),
        0x4750_4653 => Some("gpfs"),
        _ => None,
    }
}

/// Writes a small file so that it is there whole, or as it was before, whatever happens. The entry in its folder is
/// safe only after [`sync_folder`].
pub(crate) fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = path.with_extension("new");
    let mut file = File::create(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(new, path)
}

/// Makes the entries of a folder safe, where a folder can be synced.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Returns how long the folder's disk takes to make a small file safe: the median of nine tries.
///
/// # Errors
/// When the folder cannot be written.
pub fn sync_duration(folder: &Path) -> io::Result<Duration> {
    let path = folder.join("sync-probe");
    let mut file = File::create(&path)?;
    let mut taken = Vec::new();
    for _ in 0..9 {
        file.write_all(&[0; 512])?;
        let start = Instant::now();
        file.sync_all()?;
        taken.push(start.elapsed());
    }
    drop(file);
    fs::remove_file(path)?;
    taken.sort_unstable();
    Ok(taken[taken.len() / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_writer() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = lock(folder.path()).expect("nobody else");
        assert!(matches!(lock(folder.path()), Err(FolderError::InUse(_))));
        drop(first);
        assert!(lock(folder.path()).is_ok());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn network_file_systems_are_known_and_local_ones_are_not_refused() {
        assert_eq!(network_kind(0x6969), Some("nfs"));
        assert_eq!(network_kind(0xff53_4d42), Some("cifs"));
        for local in [0xef53, 0x5846_5342, 0x9123_683e, 0x0102_1994] {
            assert_eq!(network_kind(local), None);
        }
    }

    #[test]
    fn the_disk_s_own_time_is_measured_without_leaving_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(sync_duration(folder.path()).expect("writable") > Duration::ZERO);
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 0);
    }
}
