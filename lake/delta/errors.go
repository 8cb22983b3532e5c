package delta

import (
	"errors"
	"fmt"

	"wattlake/lake"
)

// ErrConflict says that somebody else committed the version that a commit was meant to become: read again and retry.
var ErrConflict = errors.New("another commit came first")

func (t *Table) fail(code lake.Code, verb string, err error, message lake.Text) error {
	return &lake.Error{Code: code, Op: fmt.Sprintf("delta: %s %s", verb, t.root), Message: message, Err: err, Hint: hints[code]}
}

var hints = map[lake.Code]lake.Text{
	lake.CodeCorrupt: {
		PL: "Sprawdź jezioro poleceniem „verify”; tabele można odbudować z warstwy Bronze poleceniem „rebuild”.",
		EN: "Check the lake with the command \"verify\"; tables can be rebuilt from Bronze with \"rebuild\".",
	},
	CodeUnsupported: {
		PL: "Zaktualizuj program albo odbuduj tabelę poleceniem „rebuild”.",
		EN: "Update the program, or rebuild the table with the command \"rebuild\".",
	},
	lake.CodeConflict: {
		PL: "Operacja zostanie powtórzona na nowej wersji tabeli.",
		EN: "The operation will be repeated on the table's new version.",
	},
}

// CodeUnsupported is the code of tables that need a newer or other engine.
const CodeUnsupported lake.Code = "unsupported_table"

func (t *Table) conflict(version int64) error {
	return t.fail(lake.CodeConflict, "commit", fmt.Errorf("version %d: %w", version, ErrConflict), lake.Text{
		PL: "Ktoś inny zmienił tabelę w tym samym czasie.", EN: "Somebody else changed the table at the same time.",
	})
}

func (t *Table) corrupt(version int64, err error) error {
	return t.fail(lake.CodeCorrupt, "read", fmt.Errorf("version %d: %w", version, err), lake.Text{
		PL: "Dziennik tabeli jest uszkodzony.", EN: "The table's log is damaged.",
	})
}

func (t *Table) unsupported(verb string, err error) error {
	return t.fail(CodeUnsupported, verb, err, lake.Text{
		PL: "Tabela używa funkcji formatu Delta, których ten program nie zna.",
		EN: "The table uses features of the Delta format that this program does not know.",
	})
}

func (t *Table) noVersion(version int64) error {
	return t.fail(lake.CodeNotFound, "read", nil, lake.Text{
		PL: fmt.Sprintf("Tabela nie ma wersji %d.", version), EN: fmt.Sprintf("The table has no version %d.", version),
	})
}

func (t *Table) usage(reason string) error {
	return t.fail(lake.CodeUsage, "commit", errors.New(reason), lake.Text{
		PL: "Tej zmiany nie można zapisać w tabeli.", EN: "This change cannot be committed to the table.",
	})
}
