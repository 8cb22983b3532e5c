//go:build linux && cgo

package main

// Go has the linker list every C symbol for libraries that are loaded later: seven megabytes of names of DuckDB's, which the loader
// walks through at every start, though no library ever asks the program for one.

// #cgo LDFLAGS: -Wl,--no-export-dynamic
import "C"
