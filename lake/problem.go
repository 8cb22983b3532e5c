package lake

// ProblemCode names a kind of damage for programs.
type ProblemCode string

// What a check of a lake finds.
const (
	ProblemRawDamaged   ProblemCode = "raw_damaged"      // a document's bytes are not those that its name tells
	ProblemRawMissing   ProblemCode = "raw_missing"      // there are objects of a document without its bytes
	ProblemDamaged      ProblemCode = "object_damaged"   // a Bronze object is not the one that its name tells
	ProblemNoOrigin     ProblemCode = "origin_missing"   // nothing tells how a document came
	ProblemNoText       ProblemCode = "text_missing"     // a document was parsed, but its text or words are gone
	ProblemUnfinished   ProblemCode = "unfinished"       // a document has no final state
	ProblemErased       ProblemCode = "erasure_open"     // objects of an erased document are still here
	ProblemUnknown      ProblemCode = "unknown_object"   // no rule gives an object this name
	ProblemTable        ProblemCode = "table_damaged"    // a table's log or data files
	ProblemCheckpoint   ProblemCode = "table_checkpoint" // a table's checkpoint says something else than its log
	ProblemUnreadable   ProblemCode = "table_unreadable" // a table whose log is whole cannot be read
	ProblemSilver       ProblemCode = "silver_differs"   // a Silver row is not what Bronze gives
	ProblemGold         ProblemCode = "gold_differs"     // a Gold table is not what Silver gives
	ProblemGoldOutdated ProblemCode = "gold_outdated"    // Gold was built from another version of Silver
)

// Problem is one thing that is wrong with a lake.
type Problem struct {
	Code     ProblemCode
	Key      Key        // the object or table; "" if it is about a document as a whole
	Document DocumentID // "" if it is about none, or nobody can tell
	Message  Text
	Hint     Text
	Detail   string     // for the log, English
	Invoice  InvoiceKey // of ProblemSilver: the row's
	Row      *Invoice   // of ProblemSilver: what Bronze gives; nil if there should be no row
}

// CheckProgress tells how far a check is.
type CheckProgress struct {
	Step  string // "objects", "tables", "silver", "gold" or "team"
	Done  int
	Total int // 0 while unknown
}

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
