// Package delta reads and writes Delta Lake tables (reader version 1, writer version 2) on a store of write-once objects.
//
// A table is a folder of immutable Parquet files and a log, _delta_log/N.json, that says which of them make up version N.
// A commit creates the next log entry with put-if-absent, so of two writers one wins and the other gets [ErrConflict]: it
// reads the new snapshot, computes its change again and retries. Nothing but the log is ever looked at to tell what a
// table holds, so files of an unfinished commit are invisible until Vacuum removes them.
package delta
