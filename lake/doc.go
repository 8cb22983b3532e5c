// Package lake holds the nouns of Wattlake: documents, readings, invoices, money, events, decisions and errors, and the
// keys under which a lake keeps them. It imports the standard library only and does no I/O.
//
// A lake is a set of write-once objects (see keys.go). 01_bronze is the truth: raw documents, what was read from them, and
// what people decided. 02_silver and 03_gold are tables computed from it and can be rebuilt at any time.
package lake
