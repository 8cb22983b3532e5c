package extract

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"wattlake/lake"
)

func TestZC(t *testing.T) {
	f := os.Getenv("ZZ")
	if f == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(f)
	var text lake.PageText
	_ = json.Unmarshal(b, &text)
	for _, lines := range split(scan(text.Pages, standard), standard) {
		p := newPart(lines, standard)
		for _, tb := range p.tables() {
			for _, r := range tb.rows {
				fmt.Printf("%q:", string(r.runes))
				for _, n := range r.numbers {
					if n.primary {
						c, ok := tb.columnOf(r.boxOf(n.start, n.end))
						if c.entry == nil {
							fmt.Printf(" %d->none", n.value/10000)
							continue
						}
						fmt.Printf(" %d->%v %s/%d", n.value/10000, ok, c.text, c.state)
					}
				}
				fmt.Println()
			}
			for _, c := range tb.columns {
				fmt.Println("   ", c.text, c.box)
			}
		}
		f := p.facts()
		fmt.Printf("%+v\n", f.change)
		for _, pt := range f.points {
			fmt.Println(pt.code.value, pt.row, len(pt.lines), pt.energy.value, pt.before.value, pt.net.value)
		}
	}
}
