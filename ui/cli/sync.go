package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
	"wattlake/ui/settings"
)

// Sync exchanges the lake with the team's bucket.
type Sync struct {
	Save     func(s settings.Sync) error
	SaveKeys func(ctx context.Context, s settings.Sync, accessKey, secretKey string) error
	Run      func(ctx context.Context, dir string, s settings.Sync, o SyncOptions, progress func(pipeline.SyncProgress)) (pipeline.SyncReport, error)
	// Test takes the way to the bucket step by step; passed is called after each.
	Test func(ctx context.Context, s settings.Sync, passed func(step string)) error
	// Verify compares every object of the lake with the team's.
	Verify func(ctx context.Context, dir string, repair bool, progress func(lake.CheckProgress)) (Verification, error)
}

// SyncOptions are for one sync.
type SyncOptions struct {
	DryRun bool
	Rejoin bool
}

func (p *Program) syncCommand() *cobra.Command {
	s := p.Configuration.File.Sync
	var o SyncOptions
	var test, saveKeys bool
	command := &cobra.Command{
		Use: "sync", Args: cobra.NoArgs, Short: p.text("Wymień jezioro z koszykiem S3 zespołu", "Exchange the lake with the team's S3 bucket"),
		Long: p.text(
			"Wysyła to, czego nie ma w koszyku, pobiera to, czego nie ma tutaj, i uaktualnia tabele zespołu. Niczego nie usuwa ani nie zastępuje; przerwaną synchronizację dokończy następna. Adres i ustawienia są zapamiętywane.",
			"Sends what the bucket has not, fetches what is not here, and brings the team's tables up to date. It deletes and replaces nothing; an interrupted sync is finished by the next. The address and the settings are remembered.",
		),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkSync(s); err != nil {
				return err
			}
			switch {
			case saveKeys:
				return p.saveKeys(cmd, s)
			case test:
				return p.testSync(cmd.Context(), s)
			}
			return p.sync(cmd.Context(), s, o)
		},
	}
	flags := command.Flags()
	flags.StringVar(&s.Bucket, "bucket", s.Bucket, p.text("adres jeziora zespołu: s3://koszyk/folder", "address of the team's lake: s3://bucket/folder"))
	flags.StringVar(&s.Region, "region", s.Region, p.text("region, jeśli nie ma go w ustawieniach AWS", "region, if the AWS settings have none"))
	flags.StringVar(&s.Endpoint, "endpoint", s.Endpoint, p.text("adres https:// serwera innego niż AWS", "https:// address of a server that is not AWS"))
	flags.BoolVar(&s.PathStyle, "path-style", s.PathStyle, p.text("koszyk w ścieżce, nie w nazwie serwera", "bucket in the path, not in the host name"))
	flags.StringVar(&s.Profile, "profile", s.Profile, p.text("profil z ustawień AWS", "profile of the AWS settings"))
	flags.StringVar(&s.Encryption, "encryption", s.Encryption, p.text("szyfrowanie nowych obiektów: s3 albo kms", "encryption of new objects: s3 or kms"))
	flags.StringVar(&s.KMSKey, "kms-key", s.KMSKey, p.text("klucz KMS", "KMS key"))
	flags.StringVar(&s.Limit, "limit", s.Limit, p.text("najwięcej bajtów na sekundę, np. 500k albo 2M", "most bytes per second, such as 500k or 2M"))
	flags.BoolVar(&s.ReadOnly, "read-only", s.ReadOnly, p.text("tylko pobieraj", "fetch only"))
	flags.BoolVar(&s.OnOpen, "documents-on-open", s.OnOpen, p.text("PDF-y pobieraj dopiero przy otwarciu", "fetch PDFs only when they are opened"))
	flags.BoolVar(&o.DryRun, "dry-run", false, p.text("powiedz, co zostałoby przesłane", "say what would move"))
	flags.BoolVar(&o.Rejoin, "rejoin", false, p.text("synchronizuj, choć koszyk opróżniono lub leży w nim inne jezioro", "sync although the bucket was emptied or holds another lake"))
	flags.BoolVar(&test, "test", false, p.text("sprawdź połączenie krok po kroku", "test the connection step by step"))
	flags.BoolVar(&saveKeys, "save-keys", false, p.text("czytaj dwa wiersze (klucz, sekret) ze standardowego wejścia i zapisz w pęku kluczy", "read two lines (access key, secret key) from standard input and keep them in the keyring"))
	return command
}

// checkSync refuses settings that make no sense.
func checkSync(s settings.Sync) error {
	if s.Bucket == "" {
		return usage("Nie podano koszyka zespołu.", "No bucket of the team was given.", "wattlake sync --bucket s3://koszyk/folder")
	}
	if _, _, ok := s.Place(); !ok {
		return usage("„"+s.Bucket+"” nie jest adresem s3://koszyk/folder.", "“"+s.Bucket+"” is no address like s3://bucket/folder.", "wattlake sync --bucket s3://koszyk/folder")
	}
	if _, ok := settings.ParseRate(s.Limit); !ok {
		return usage("„"+s.Limit+"” nie jest prędkością.", "“"+s.Limit+"” is no rate.", "wattlake sync --limit 2M")
	}
	if s.Encryption != "" && s.Encryption != settings.EncryptSSE && s.Encryption != settings.EncryptKMS {
		return usage("--encryption to s3 albo kms.", "--encryption is s3 or kms.", "wattlake sync --help")
	}
	return nil
}

func (p *Program) sync(ctx context.Context, s settings.Sync, o SyncOptions) error {
	report, err := p.Sync.Run(ctx, p.lakeDir, s, o, p.syncProgress())
	p.clearProgress()
	if err != nil {
		return err
	}
	if !o.DryRun && s != p.Configuration.File.Sync {
		if err := p.Sync.Save(s); err != nil {
			return err
		}
	}
	if p.json {
		return json.NewEncoder(p.Out).Encode(report)
	}
	p.printSync(report)
	return nil
}

func (p *Program) printSync(r pipeline.SyncReport) {
	if r.DryRun {
		p.sayf(p.Out, "Do wysłania: %s. Do pobrania: %s.\n", "To send: %s. To fetch: %s.\n", p.count(r.Pushed), p.count(r.Pulled))
	} else {
		p.sayf(p.Out, "Wysłano: %s. Pobrano: %s. W koszyku jest obiektów: %d.\n", "Sent: %s. Fetched: %s. Objects in the bucket: %d.\n",
			p.count(r.Pushed), p.count(r.Pulled), r.Present)
	}
	if r.OnOpen.Files > 0 {
		p.sayf(p.Out, "Zostaje w koszyku do otwarcia: %s.\n", "Left in the bucket until opened: %s.\n", p.count(r.OnOpen))
	}
	if r.Silver >= 0 && !r.DryRun {
		p.sayf(p.Out, "Tabele zespołu są aktualne (wersja %d).\n", "The team's tables are up to date (version %d).\n", r.Silver)
	}
	for _, refusal := range r.Refused {
		_, _ = fmt.Fprintf(p.Err, "%s: %s\n", refusal.Key, refusal.Reason.In(p.Lang)) // the terminal is gone: nobody is left to tell
	}
	if !r.Warning.IsZero() {
		p.sayf(p.Err, "Uwaga: %s %s\n", "Note: %s %s\n", r.Warning.In(p.Lang), r.Hint.In(p.Lang))
	}
}

func (p *Program) count(c pipeline.SyncCount) string {
	return fmt.Sprintf("%d (%s)", c.Files, present.NewLocale(p.Lang).Bytes(c.Bytes))
}

// syncProgress shows one changing line on a terminal.
func (p *Program) syncProgress() func(pipeline.SyncProgress) {
	if !p.Interactive || p.quiet {
		return nil
	}
	phases := map[pipeline.SyncPhase]string{
		pipeline.SyncConnecting: p.text("łączenie", "connecting"), pipeline.SyncComparing: p.text("porównywanie", "comparing"),
		pipeline.SyncMoving: p.text("przesyłanie", "moving"), pipeline.SyncTables: p.text("tabele zespołu", "the team's tables"),
	}
	l := present.NewLocale(p.Lang)
	return func(u pipeline.SyncProgress) {
		line := phases[u.Phase]
		if u.Phase == pipeline.SyncMoving {
			line = fmt.Sprintf("%s  %d/%d  %s/%s  %s/s", line, u.Files, u.TotalFiles, l.Bytes(u.Bytes), l.Bytes(u.TotalBytes), l.Bytes(u.PerSecond))
			if u.Left > 0 {
				line += "  " + p.text("zostało ", "left ") + l.TimeLeft(u.Left)
			}
		}
		_, _ = fmt.Fprintf(p.Err, "\r\033[K%s", line) // progress only
	}
}

func (p *Program) saveKeys(cmd *cobra.Command, s settings.Sync) error {
	input := bufio.NewReader(cmd.InOrStdin())
	var keys [2]string
	for i, what := range []string{p.text("Klucz dostępu: ", "Access key: "), p.text("Klucz tajny: ", "Secret key: ")} {
		p.sayf(p.Err, "%s", "%s", what)
		line, err := input.ReadString('\n')
		if keys[i] = strings.TrimSpace(line); keys[i] == "" {
			return &lake.Error{
				Code: lake.CodeUsage, Op: "cli: sync", Err: err, Message: lake.Text{PL: "Nie podano kluczy.", EN: "No keys were given."},
				Hint: lake.Text{PL: "Podaj dwa wiersze: klucz dostępu i klucz tajny.", EN: "Give two lines: the access key and the secret key."},
			}
		}
	}
	if err := p.Sync.SaveKeys(cmd.Context(), s, keys[0], keys[1]); err != nil {
		return err
	}
	return p.Sync.Save(s)
}
