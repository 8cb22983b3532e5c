package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"wattlake/lake"
)

// maxPasswordLine bounds what is read from the standard input.
const maxPasswordLine = 4 << 10

// pdfPassword is where the password of encrypted PDFs comes from. On the command line others can see it; the standard input
// and the environment are for scripts.
type pdfPassword struct {
	value string
	stdin bool
	keep  bool
}

func (s *pdfPassword) flags(p *Program, flags *pflag.FlagSet) {
	flags.StringVar(&s.value, "password", "", p.text("hasło do zaszyfrowanych PDF (widoczne dla innych; lepiej --password-stdin)",
		"password of encrypted PDFs (others can see it; better --password-stdin)"))
	flags.BoolVar(&s.stdin, "password-stdin", false, p.text("czytaj hasło z pierwszego wiersza standardowego wejścia", "read the password from the first line of standard input"))
	flags.BoolVar(&s.keep, "keep-password", false, p.text("zapamiętaj hasło w pęku kluczy dla tego sprzedawcy", "keep the password in the keyring for that seller"))
}

// read returns the password, "" for none.
func (s *pdfPassword) read(in io.Reader) (string, error) {
	if !s.stdin {
		return s.value, nil
	}
	line, err := bufio.NewReader(io.LimitReader(in, maxPasswordLine)).ReadString('\n')
	if password := strings.TrimRight(line, "\r\n"); password != "" {
		return password, nil
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return "", &lake.Error{
		Code: lake.CodeUsage, Op: "cli: password", Err: err,
		Message: lake.Text{PL: "Na standardowym wejściu nie ma hasła.", EN: "There is no password on standard input."},
		Hint:    lake.Text{PL: "Podaj je w pierwszym wierszu.", EN: "Give it in the first line."},
	}
}

// warnIfNoKeyring says on the error output that the password will be forgotten.
func (p *Program) warnIfNoKeyring(ctx context.Context, node Node) {
	err := node.CanKeepPasswords(ctx)
	if err == nil {
		return
	}
	message, hint := lake.Explain(err)
	_, _ = fmt.Fprintln(p.Err, message.In(p.Lang), hint.In(p.Lang)) // the work goes on
}
