// Package widgets holds the widgets that Fyne lacks: a virtual table, charts on canvas primitives, chips and cards. They show
// what they are given and call back; they decide nothing.
package widgets
