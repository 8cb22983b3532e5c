package cli

import (
	"bufio"
	"context"
	"strings"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/ui/settings"
)

// Kafka sets up and tests the connection to the team's Kafka.
type Kafka struct {
	Settings func() settings.Kafka
	Save     func(ctx context.Context, k settings.Kafka, password string) error // "" leaves the password
	Test     func(ctx context.Context, dir string) []Check                      // nothing if no brokers are set
}

func (p *Program) kafkaCommand() *cobra.Command {
	command := &cobra.Command{Use: "kafka", Short: p.text("Kafka zespołu: ustaw i sprawdź", "The team's Kafka: set up and test")}
	command.AddCommand(p.kafkaSetCommand(), &cobra.Command{
		Use: "test", Args: cobra.NoArgs, Short: p.text("Sprawdź połączenie i policz zaległe zdarzenia", "Test the connection and count what waits to be sent"),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.testKafka(cmd.Context()) },
	})
	return command
}

func (p *Program) kafkaSetCommand() *cobra.Command {
	var k settings.Kafka
	if p.Kafka.Settings != nil {
		k = p.Kafka.Settings()
	}
	var password bool
	command := &cobra.Command{
		Use: "set", Args: cobra.NoArgs, Short: p.text("Zapisz, gdzie jest Kafka zespołu", "Save where the team's Kafka is"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if k.Work != settings.WorkHere && k.Work != settings.WorkWorkers {
				return usage("--work to here albo workers.", "--work is here or workers.", "wattlake kafka set --help")
			}
			secret := ""
			if password {
				p.sayf(p.Err, "Hasło: ", "Password: ")
				line, err := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
				if secret = strings.TrimRight(line, "\r\n"); secret == "" {
					return &lake.Error{Code: lake.CodeUsage, Op: "cli: kafka", Err: err, Message: lake.Text{PL: "Nie podano hasła.", EN: "No password was given."}}
				}
			}
			if err := p.Kafka.Save(cmd.Context(), k, secret); err != nil {
				return err
			}
			return p.done(map[string]any{"brokers": k.Brokers, "tls": k.TLS, "user": k.User, "prefix": k.Prefix, "work": k.Work},
				"Zapisano. Sprawdź: wattlake kafka test\n", "Saved. Try it: wattlake kafka test\n")
		},
	}
	flags := command.Flags()
	flags.StringSliceVar(&k.Brokers, "brokers", k.Brokers, p.text("brokery, HOST:PORT po przecinku", "brokers, HOST:PORT with commas"))
	flags.BoolVar(&k.TLS, "tls", k.TLS, p.text("połączenie szyfrowane", "encrypt the connection"))
	flags.StringVar(&k.CA, "ca", k.CA, p.text("plik PEM z zaufanymi certyfikatami", "PEM file with the certificates to trust"))
	flags.StringVar(&k.Mechanism, "mechanism", k.Mechanism, "plain, scram-sha-256, scram-sha-512")
	flags.StringVar(&k.User, "user", k.User, p.text("użytkownik", "user"))
	flags.BoolVar(&password, "password", false, p.text("czytaj hasło ze standardowego wejścia i zapisz w pęku kluczy", "read the password from standard input and keep it in the keyring"))
	flags.StringVar(&k.Prefix, "prefix", k.Prefix, p.text("przedrostek tematów i grup", "prefix of topics and groups"))
	flags.StringVar(&k.Work, "work", k.Work, p.text("kto czyta dokumenty: here (ten komputer) albo workers", "who reads documents: here (this machine) or workers"))
	return command
}

func (p *Program) testKafka(ctx context.Context) error {
	checks := p.Kafka.Test(ctx, p.lakeDir)
	if len(checks) == 0 {
		return usage("Nie ustawiono Kafki.", "No Kafka is set up.", "wattlake kafka set --brokers HOST:PORT")
	}
	return p.printChecks(checks)
}
