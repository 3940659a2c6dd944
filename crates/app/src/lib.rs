//! Opens an organisation, decides, commits.
