// Package present turns what the pipeline knows into what a screen shows: rows, charts, progress and words. It has no window
// and does no I/O of its own, so every rule of the screen is tested without one.
package present
