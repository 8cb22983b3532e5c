// Package pipeline holds the verbs of Wattlake: the stages that carry one invoice from a dropped file to Gold figures, the
// runner that drives them from the event log, and the [Node] that every face of the program talks to.
//
// A stage consumes one topic, writes one artefact and emits one event. The lake is the truth and the log only wakes the
// stages, so each stage skips what exists already and may run any number of times.
package pipeline
