package cli

// color is an ANSI colour, for the few marks that should catch the eye.
type color string

const (
	red   color = "31"
	green color = "32"
)

// paint colours the text on a terminal whose user has nothing against it.
func (p *Program) paint(c color, text string) string {
	if !p.Colors {
		return text
	}
	return "\033[" + string(c) + "m" + text + "\033[0m"
}
