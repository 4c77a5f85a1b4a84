//! Which figures of two documents are held against each other, and which are not.
