package cli

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/ui/httpapi"
)

// ServeOptions are the flags of `wattlake serve`.
type ServeOptions struct {
	Lang              lake.Lang // of answers to clients that ask for none
	Listen            string
	CertFile, KeyFile string
	Hosts, Origins    []string // further names that requests may carry
	Rate              int      // requests a second that one client may send on average
}

func (p *Program) serveCommand() *cobra.Command {
	var o ServeOptions
	command := &cobra.Command{
		Use:   "serve",
		Short: p.text("Udostępnij jezioro przez HTTP", "Offer the lake over HTTP"),
		Long: p.text("Trasy opisuje GET /openapi.json. Na adresie innym niż lokalny usługa wymaga tokenu; tam podaj też --cert i --key, bo bez TLS tokeny i faktury idą siecią otwarcie.",
			"GET /openapi.json describes the routes. On any address but loopback the service needs a token; give --cert and --key there, too: without TLS, tokens and invoices cross the network in the open."),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Lang = p.Lang; o.Rate < 1 {
				return usage("--rate to co najmniej 1.", "--rate is 1 or more.", "wattlake serve --help")
			}
			return p.Serve(cmd.Context(), p.lakeDir, o, p.serving)
		},
	}
	command.Flags().StringVar(&o.Listen, "listen", "127.0.0.1:8080", p.text("adres; inny niż lokalny wymaga tokenów", "address; any but loopback needs tokens"))
	command.Flags().StringVar(&o.CertFile, "cert", "", p.text("certyfikat TLS (PEM)", "TLS certificate (PEM)"))
	command.Flags().StringVar(&o.KeyFile, "key", "", p.text("klucz TLS (PEM)", "TLS key (PEM)"))
	command.Flags().IntVar(&o.Rate, "rate", httpapi.DefaultRequestsPerSecond, p.text("zapytań na sekundę od jednego klienta, średnio", "requests a second from one client, on average"))
	command.Flags().StringSliceVar(&o.Hosts, "host", nil, p.text("dodatkowa nazwa tej usługi", "a further name of this service"))
	command.Flags().StringSliceVar(&o.Origins, "origin", nil, p.text("strona, która może jej używać", "a page that may use it"))
	command.AddCommand(p.tokenCommand())
	return command
}

// serving tells that the service is up, and what nobody could use it without.
func (p *Program) serving(url string, tokens *httpapi.TokenStore) {
	if p.json {
		_ = json.NewEncoder(p.Out).Encode(map[string]string{"url": url}) // the terminal is gone
	}
	p.sayf(p.Err, "Usługa działa: %s  (Ctrl+C kończy)\n", "The service is up: %s  (Ctrl+C ends)\n", url)
	if tokens == nil {
		return
	}
	if all, err := tokens.List(); err == nil && len(all) == 0 {
		p.sayf(p.Err, "Nie ma jeszcze tokenu: wattlake serve token create NAZWA\n", "There is no token yet: wattlake serve token create NAME\n")
	}
}

func (p *Program) tokenCommand() *cobra.Command {
	command := &cobra.Command{Use: "token", Short: p.text("Tokeny dostępu do usługi", "Access tokens of the service")}
	command.AddCommand(
		&cobra.Command{
			Use: "create NAME", Args: cobra.ExactArgs(1), Short: p.text("Utwórz token", "Create a token"),
			RunE: func(_ *cobra.Command, args []string) error { return p.createToken(args[0]) },
		},
		&cobra.Command{
			Use: "list", Args: cobra.NoArgs, Short: p.text("Lista tokenów", "List the tokens"),
			RunE: func(*cobra.Command, []string) error { return p.listTokens() },
		},
		&cobra.Command{
			Use: "revoke ID", Args: cobra.ExactArgs(1), Short: p.text("Unieważnij token", "Revoke a token"),
			RunE: func(_ *cobra.Command, args []string) error {
				if err := p.Tokens(p.lakeDir).Revoke(args[0]); err != nil {
					return err
				}
				return p.done(map[string]any{"id": args[0], "revoked": true}, "Token jest unieważniony.\n", "The token is worthless now.\n")
			},
		},
	)
	return command
}

// tokenJSON is a token as programs see it.
type tokenJSON struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	CreatedAt string `json:"created_at"`
	Token     string `json:"token,omitempty"` // only when it is made
}

func (p *Program) createToken(name string) error {
	secret, token, err := p.Tokens(p.lakeDir).Create(name)
	if err != nil {
		return err
	}
	if p.json {
		return json.NewEncoder(p.Out).Encode(tokenJSON{token.ID, token.Name, token.CreatedAt, secret})
	}
	p.sayf(p.Err, "Zapisz token teraz: nie będzie pokazany ponownie.\n", "Keep the token now: it is not shown again.\n")
	_, err = fmt.Fprintln(p.Out, secret)
	return err
}

func (p *Program) listTokens() error {
	all, err := p.Tokens(p.lakeDir).List()
	if err != nil {
		return err
	}
	if p.json {
		for _, token := range all {
			if err := json.NewEncoder(p.Out).Encode(tokenJSON{ID: token.ID, Name: token.Name, CreatedAt: token.CreatedAt}); err != nil {
				return err
			}
		}
		return nil
	}
	t := newTable("ID", p.text("Nazwa", "Name"), p.text("Utworzony", "Created"))
	for _, token := range all {
		t.add(token.ID, token.Name, token.CreatedAt)
	}
	return t.print(p.Out)
}
