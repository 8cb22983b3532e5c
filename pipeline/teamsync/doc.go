// Package teamsync keeps a lake on a disk and the team's lake in a bucket equal.
//
// Only Bronze is exchanged, both ways: a set union of write-once objects whose names say what they hold, so nothing can
// conflict, nothing is replaced and nothing is deleted. Every object is checked against its name before it is stored.
// The team's Silver and Gold are then brought up to date by whoever synced, by one rule: the version of Silver is read
// first, the facts are listed after it, and the commit is refused if the version has moved on. As everyone pushes facts
// before they commit rows, such a listing holds every fact that the version reflects, so no commit takes anything back.
//
// Reading order: syncer.go (one sync), manifest.go (whose bucket it is), compare.go and transfer.go (the exchange), tables.go
// (the team's tables), scheduler.go (when).
package teamsync
