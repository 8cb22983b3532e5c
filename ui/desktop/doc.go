// Package desktop is the window: drop invoices, see the table, see the charts. It never waits: whatever takes time runs beside
// the thread that draws, in three steps: fetch, shape (package present), paint (package thread).
package desktop
