package accessible

import "slices"

// ID names a node for as long as its object is on the canvas. No two objects ever have the same.
type ID uint32

// rootID is the application.
const rootID ID = 1

// Node is an element in its place.
type Node struct {
	Element

	ID, Parent ID
	Children   []ID
	Area       Area
	grab       func() // gives it the keyboard, on the drawing thread; nil if it cannot have it
	index, of  int    // see [Part]
}

// number is a place or a count as AT-SPI2 has it.
func number(n int) int32 {
	return int32(n) //nolint:gosec // nothing in a window comes near the bound
}

// Area is a rectangle in pixels of the window.
type Area struct{ X, Y, Width, Height int32 }

// Contains reports whether a place lies in the area.
func (a Area) Contains(x, y int32) bool {
	return x >= a.X && y >= a.Y && x < a.X+a.Width && y < a.Y+a.Height
}

// Tree is what the window was at one moment. It does not change any more, so any goroutine may read it.
type Tree struct {
	Lang  string // of the names
	Focus ID     // what has the keyboard; 0 for nothing
	nodes map[ID]*Node
}

// Root is the application.
func (t *Tree) Root() *Node { return t.nodes[rootID] }

// Node returns a node, nil if there is none.
func (t *Tree) Node(id ID) *Node { return t.nodes[id] }

// Place returns where among its parent's children a node stands, -1 for the root.
func (t *Tree) Place(n *Node) int {
	if parent := t.nodes[n.Parent]; parent != nil {
		return slices.Index(parent.Children, n.ID)
	}
	return -1
}

// At returns the innermost node below n at a place of the window, nil if there is none.
func (t *Tree) At(n *Node, x, y int32) *Node {
	for _, child := range slices.Backward(n.Children) { // what comes last lies above
		if found := t.At(t.nodes[child], x, y); found != nil {
			return found
		}
	}
	if n.ID == rootID || !n.Area.Contains(x, y) {
		return nil
	}
	return n
}
