// Package confine takes from a reader process what it does not need: the file system by Landlock, the network and new
// programs by seccomp. It degrades silently where the kernel has neither.
package confine

// EnvFolder names the environment variable by which the program asks a reader to confine itself: its value is the one
// folder that the reader may write to.
const EnvFolder = "WATTLAKE_READER_FOLDER"

// envDone marks a process that runs inside Landlock already.
const envDone = "WATTLAKE_READER_CONFINED"
