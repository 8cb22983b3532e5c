package lake

// TableProblemKind is what is wrong with a table.
type TableProblemKind string

// What can be wrong with a Delta table.
const (
	LogEntryMissing   TableProblemKind = "log_entry_missing"
	LogEntryDamaged   TableProblemKind = "log_entry_damaged"
	CheckpointDamaged TableProblemKind = "checkpoint_damaged" // readers that trust it see something else than the log says
	DataFileMissing   TableProblemKind = "data_file_missing"
	DataFileSize      TableProblemKind = "data_file_size"
)

// TableProblem is one thing that is wrong with a table.
type TableProblem struct {
	Table  Key // its root
	Kind   TableProblemKind
	Key    Key    // the object that is damaged, or that should be there
	Detail string // for the log, English
}
