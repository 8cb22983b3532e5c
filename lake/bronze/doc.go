// Package bronze is the catalogue of a lake's Bronze: which objects each document has, what they say, and what people decided.
//
// The catalogue is in memory. [Catalogue.Scan] fills it, [Catalogue.Put] keeps it up to date with what this process writes, and
// [Catalogue.Take] and [Catalogue.Relist] with what others do.
package bronze
