package accessible

import "fyne.io/fyne/v2"

// Element is what a thing on the canvas is to somebody who does not see it.
type Element struct {
	// Role is what it is. A thing without a role is not told of; what is inside takes its place, and the first of it that has no
	// name takes Name and Description.
	Role              Role
	Name, Description string // in the language of the window
	States            States // besides those that the walk finds out by itself
	Text              *Text  // of what is typed into; nil for others
	Part              *Part  // where the keyboard is inside, like the row of a table; nil for nowhere
	Press             func() // what Enter does, called on the drawing thread; nil for nothing
	Inside            []fyne.CanvasObject
}

// Text is what was typed so far.
type Text struct {
	Content string
	Caret   int // in letters from the start
}

// Part is one of many things of a kind that are not objects of the canvas by themselves.
type Part struct {
	Element

	Index, Of int // the place among its kind, from 0, and how many there are
	At        fyne.Position
	Size      fyne.Size // zero for all of the whole
}

// Speaker is a widget that tells what it is. Spoken is called on the drawing thread, often: it must only look.
type Speaker interface{ Spoken() Element }

// As gives a container a role, or a name to what is inside. An Inside of nil stands for all that is in the container.
func As(c *fyne.Container, spoken func() Element) *fyne.Container {
	c.Layout = &speaking{c.Layout, spoken}
	return c
}

// Labelled names the first thing in a container that has no name of its own.
func Labelled(c *fyne.Container, name, description string) *fyne.Container {
	return As(c, func() Element { return Element{Name: name, Description: description} })
}

// speaking is a layout that carries what its container is: a container has no other place for it.
type speaking struct {
	layout fyne.Layout // nil for none
	spoken func() Element
}

// Layout implements fyne.Layout.
func (s *speaking) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if s.layout != nil {
		s.layout.Layout(objects, size)
	}
}

// MinSize implements fyne.Layout.
func (s *speaking) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if s.layout == nil {
		return fyne.Size{}
	}
	return s.layout.MinSize(objects)
}
