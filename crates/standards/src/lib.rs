//! Requirements as data: clauses, Annex A, documents, crosswalks.
