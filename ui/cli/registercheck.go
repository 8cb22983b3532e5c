package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"wattlake/pipeline"
)

func (p *Program) registerCheck() *cobra.Command {
	return &cobra.Command{
		Use: "check", Args: cobra.NoArgs,
		Short: p.text("Porównaj ewidencję z fakturami", "Compare the register with the invoices"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withLibrary(cmd.Context(), func(library Library) error {
				report, err := library.CheckRegister(cmd.Context())
				if err != nil {
					return err
				}
				return p.printRegisterReport(report)
			})
		},
	}
}

func (p *Program) printRegisterReport(report pipeline.RegisterReport) error {
	type line struct {
		Problem  string   `json:"problem"`
		PPE      string   `json:"ppe"`
		Name     string   `json:"name"`
		Invoices []string `json:"invoices"`
	}
	lines := make([]line, 0, len(report.Unregistered)+len(report.Unbilled)+len(report.Doubtful))
	for _, u := range report.Unregistered {
		lines = append(lines, line{"not_registered", u.PPE, "", u.Invoices})
	}
	for _, point := range report.Unbilled {
		lines = append(lines, line{"no_invoices", point.PPE, point.Name, []string{}})
	}
	for _, point := range report.Doubtful {
		lines = append(lines, line{"check_digit", point.PPE, point.Name, []string{}})
	}
	words := map[string]string{
		"not_registered": p.text("na fakturach, ale nie w ewidencji", "on invoices, but not in the register"),
		"no_invoices":    p.text("w ewidencji, ale bez faktur", "in the register, but without invoices"),
		"check_digit":    p.text("kod z błędną cyfrą kontrolną lub w dawnej postaci", "code with a wrong check digit or of the old form"),
	}
	for _, l := range lines {
		var err error
		if p.json {
			err = json.NewEncoder(p.Out).Encode(l)
		} else {
			_, err = fmt.Fprintln(p.Out, strings.TrimSpace(strings.Join([]string{l.PPE, l.Name, words[l.Problem], strings.Join(l.Invoices, ", ")}, "  ")))
		}
		if err != nil {
			return err
		}
	}
	if len(lines) == 0 && !p.json {
		p.sayf(p.Out, "Ewidencja zgadza się z fakturami.\n", "The register agrees with the invoices.\n")
	}
	return nil
}
