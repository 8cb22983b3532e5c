// Package silver folds the facts of Bronze into the rows of the Silver table: which readings count, what people decided
// about them, and which of several documents wins when they carry the same invoice.
//
// The fold is pure. The same facts in any order, any number of times, on any machine, give the same rows.
package silver
