package accessible_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/accessible"
)

// show puts an object into a window with a reader.
func show(t *testing.T, o fyne.CanvasObject) (*accessible.Reader, fyne.Window) {
	t.Helper()
	test.NewTempApp(t)
	window := test.NewTempWindow(t, o)
	window.SetTitle("Okno")
	window.SetPadded(false)
	window.Resize(fyne.NewSize(400, 300))
	return accessible.NewReader(accessible.Screen{
		Window: window, Name: "Próba", Lang: func() string { return "pl" }, Active: func() bool { return true },
	}), window
}

// outline lists what is below the frame: an indent for each level, the role, and what is said.
func outline(tree *accessible.Tree) string {
	var lines []string
	var add func(id accessible.ID, indent string)
	add = func(id accessible.ID, indent string) {
		n := tree.Node(id)
		line := fmt.Sprintf("%s%d %s", indent, n.Role, n.Name)
		if n.Description != "" {
			line += " (" + n.Description + ")"
		}
		lines = append(lines, strings.TrimRight(line, " "))
		for _, child := range n.Children {
			add(child, indent+" ")
		}
	}
	for _, id := range tree.Node(tree.Root().Children[0]).Children {
		add(id, "")
	}
	return strings.Join(lines, "\n")
}

func find(t *testing.T, tree *accessible.Tree, name string) *accessible.Node {
	t.Helper()
	var found *accessible.Node
	var look func(id accessible.ID)
	look = func(id accessible.ID) {
		n := tree.Node(id)
		if n.Name == name && n.Role != accessible.Label {
			found = n
		}
		for _, child := range n.Children {
			look(child)
		}
	}
	look(tree.Root().ID)
	if found == nil {
		t.Fatalf("nothing is named %q in\n%s", name, outline(tree))
	}
	return found
}

func TestTreeTellsWhatIsSeen(t *testing.T) {
	test.NewTempApp(t)
	secret := widget.NewPasswordEntry()
	secret.SetText("żółw")
	hidden := widget.NewLabel("niewidoczne")
	hidden.Hide()
	off := widget.NewButton("Usuń", nil)
	off.Disable()
	kinds := widget.NewSelect([]string{"Faktura", "Korekta"}, nil)
	kinds.SetSelectedIndex(1)
	r, _ := show(t, container.NewVBox(
		canvas.NewText("Ustawienia", nil), hidden, canvas.NewText(" ", nil),
		accessible.Labelled(container.NewVBox(container.NewStack(secret)), "Hasło", "Nikt go nie usłyszy"),
		accessible.Labelled(container.NewVBox(kinds), "Rodzaj", ""),
		container.NewVScroll(container.NewVBox(widget.NewCheck("Zapamiętaj", nil), off)),
	))
	tree := r.Read()
	want := strings.Join([]string{
		"29 Ustawienia", "40 Hasło (Nikt go nie usłyszy)", "11 Rodzaj", " 35 Korekta", "7 Zapamiętaj", "43 Usuń",
	}, "\n")
	if got := outline(tree); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if root := tree.Root(); root.Name != "Próba" || tree.Node(root.Children[0]).Name != "Okno" || tree.Lang != "pl" {
		t.Errorf("root %q, frame %q, language %q", root.Name, tree.Node(root.Children[0]).Name, tree.Lang)
	}
	if text := find(t, tree, "Hasło").Text; text == nil || text.Content != "••••" {
		t.Errorf("the password is told as %v", text)
	}
	if find(t, tree, "Usuń").States.Has(accessible.Sensitive) {
		t.Error("a button that cannot be pressed is told as one that can")
	}
	if !find(t, tree, "Zapamiętaj").States.Has(accessible.Sensitive) {
		t.Error("a box that can be ticked is told as one that cannot")
	}
}

func TestPlacesAreThoseOnTheCanvas(t *testing.T) {
	button := widget.NewButton("Dalej", nil)
	inner := container.NewWithoutLayout(button)
	r, _ := show(t, container.NewWithoutLayout(inner))
	inner.Move(fyne.NewPos(30, 40))
	button.Move(fyne.NewPos(5, 6))
	button.Resize(fyne.NewSize(70, 20))
	tree := r.Read()
	area := find(t, tree, "Dalej").Area
	if want := (accessible.Area{X: 35, Y: 46, Width: 70, Height: 20}); area != want {
		t.Errorf("the button is told at %v, is at %v", area, want)
	}
	if n := tree.At(tree.Root(), area.X+1, area.Y+1); n == nil || n.Name != "Dalej" {
		t.Errorf("at the place of the button there is %v", n)
	}
}

func TestBoxesHaveTheirTitle(t *testing.T) {
	r, window := show(t, widget.NewLabel("pod spodem"))
	dialog.NewCustomWithoutButtons("Usunąć?", container.NewVBox(widget.NewLabel("Tego nie cofniesz.")), window).Show()
	tree := r.Read()
	box := find(t, tree, "Usunąć?")
	if box.Role != accessible.Dialog || !box.States.Has(accessible.Modal) {
		t.Errorf("the box is told as %+v", box.Element)
	}
	if got := outline(tree); !strings.HasSuffix(got, "16 Usunąć?\n 29 Tego nie cofniesz.") {
		t.Errorf("got\n%s", got)
	}
}

func TestMenusTellTheLineThatTheKeyboardIsAt(t *testing.T) {
	r, window := show(t, widget.NewLabel("pod spodem"))
	pressed := 0
	menu := widget.NewPopUpMenu(fyne.NewMenu("", fyne.NewMenuItem("Kopiuj", nil), fyne.NewMenuItem("Zapisz", func() { pressed++ })), window.Canvas())
	menu.ShowAtPosition(fyne.NewPos(10, 10))
	window.Canvas().Focus(menu)
	menu.ActivateNext()
	menu.ActivateNext()
	tree := r.Read()
	line := find(t, tree, "Zapisz")
	if line.Role != accessible.MenuItem || tree.Focus != line.ID || !line.States.Has(accessible.Focused) {
		t.Errorf("the keyboard is at %v, the line is %+v", tree.Focus, line)
	}
	if line.Press(); pressed != 1 {
		t.Errorf("the line was pressed %d times", pressed)
	}
}

func TestNamesLastAsLongAsTheirObjects(t *testing.T) {
	button := widget.NewButton("Dalej", nil)
	box := container.NewVBox(button)
	r, _ := show(t, box)
	first := find(t, r.Read(), "Dalej").ID
	box.Add(widget.NewButton("Wstecz", nil))
	if again := find(t, r.Read(), "Dalej").ID; again != first {
		t.Errorf("the button was %d and is %d", first, again)
	}
	box.Objects = box.Objects[1:]
	if tree := r.Read(); tree.Node(first) != nil {
		t.Error("a button that is gone is told of")
	}
	box.Objects = append(box.Objects, button)
	if back := find(t, r.Read(), "Dalej").ID; back == first {
		t.Error("the name of an object that was gone came back")
	}
}

// changes reads, does something, reads again, and lists what is told of it.
func changes(r *accessible.Reader, do func()) (tree *accessible.Tree, told []string) {
	before := r.Read()
	do()
	tree = r.Read()
	for _, e := range accessible.Changes(before, tree) {
		name := func(id accessible.ID) string {
			n := tree.Node(id)
			if n == nil {
				n = before.Node(id)
			}
			return n.Name
		}
		value := ""
		switch v := e.Value.(type) {
		case accessible.ID:
			value = " " + name(v)
		case string:
			value = " " + v
		}
		told = append(told, fmt.Sprintf("%s %s %s %d%s", name(e.Node), e.Member, e.Detail, e.First, value))
	}
	return tree, told
}

func TestChangesAreTold(t *testing.T) {
	test.NewTempApp(t)
	entry, button := widget.NewEntry(), widget.NewButton("Dalej", nil)
	entry.SetPlaceHolder("Szukaj")
	box := container.NewVBox(entry, button)
	r, window := show(t, box)
	focus := func(o fyne.Focusable) func() { return func() { window.Canvas().Focus(o) } }
	for _, c := range []struct {
		what string
		do   func()
		want []string
	}{
		{"nothing", func() {}, nil},
		{"the first focus", focus(entry), []string{"Okno StateChanged focused 0", "Szukaj StateChanged focused 1"}},
		{"a letter", func() { test.Type(entry, "ż") }, []string{"Szukaj TextChanged insert 0 ż", "Szukaj TextCaretMoved  1"}},
		{"another", func() { test.Type(entry, "ó") }, []string{"Szukaj TextChanged insert 1 ó", "Szukaj TextCaretMoved  2"}},
		{"back", func() { entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) }, []string{"Szukaj TextChanged delete 1 ó", "Szukaj TextCaretMoved  1"}},
		{"the next focus", focus(button), []string{"Szukaj StateChanged focused 0", "Dalej StateChanged focused 1"}},
		{"another name", func() { button.SetText("Wstecz") }, []string{"Wstecz PropertyChange accessible-name 0 Wstecz"}},
		{"one more", func() { box.Add(widget.NewLabel("Nowe")) }, []string{"Okno ChildrenChanged add 2 Nowe"}},
		{"one less", func() { box.Objects = box.Objects[1:] }, []string{"Okno ChildrenChanged remove 0 Szukaj"}},
	} {
		if _, told := changes(r, c.do); !slices.Equal(told, c.want) {
			t.Errorf("%s: told %q, want %q", c.what, told, c.want)
		}
	}
}

func TestNotificationsAreReadOutAgainWhenTheyChange(t *testing.T) {
	test.NewTempApp(t)
	place := container.NewStack()
	accessible.As(place, func() accessible.Element {
		return accessible.Element{Role: accessible.Notification, Name: strings.Join(accessible.TextOf(place.Objects...), " ")}
	})
	place.Hide()
	r, _ := show(t, container.NewVBox(place))
	say := func(text string) func() {
		return func() {
			place.Objects = []fyne.CanvasObject{widget.NewLabel(text), widget.NewButton("Cofnij", nil)}
			place.Show()
		}
	}
	_, told := changes(r, say("Usunięto"))
	if want := []string{"Okno ChildrenChanged add 0 Usunięto", "Usunięto StateChanged showing 1"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	_, told = changes(r, say("Przywrócono"))
	if !slices.Contains(told, "Przywrócono StateChanged showing 1") {
		t.Errorf("another message in the same place is told as %q", told)
	}
}
