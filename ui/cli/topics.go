package cli

import "github.com/spf13/cobra"

// topics are pages of help that are about no single command.
func (p *Program) topics() []*cobra.Command {
	return []*cobra.Command{
		{
			Use: "exit-codes", Short: p.text("Kody wyjścia", "Exit codes"),
			Long: p.text(`  0  wszystko się udało; każdy dokument został obsłużony
  1  błędne użycie, błąd wewnętrzny albo przerwanie; stderr mówi, co zrobić
  2  polecenie się wykonało, ale coś wymaga człowieka: co najmniej jeden dokument się nie
     powiódł (ingest, retry, stage) albo sprawdzanie coś znalazło (verify, doctor, kafka test,
     sync --test)

Dokument „do sprawdzenia” nie jest niepowodzeniem.

Z opcją --json ostatni wiersz stderr jest przy kodzie 1 obiektem JSON z polami code, message
i hint; kody nigdy nie zmieniają znaczenia.`,
				`  0  everything went well; every document was handled
  1  usage or internal error, or cancelled; stderr says what to do
  2  the command did its work, but something needs a person: at least one document failed
     (ingest, retry, stage), or a check found something (verify, doctor, kafka test,
     sync --test)

A document that needs review has not failed.

With --json the last line of stderr is, at exit code 1, a JSON object with the fields code,
message and hint; codes never change meaning.`),
		},
		{
			Use: "configuration", Short: p.text("Ustawienia: plik, środowisko, opcje", "Configuration: file, environment, flags"),
			Long: p.text(`Wartość opcji pochodzi z pierwszego z tych miejsc, które ją podaje:

  1. opcja w wierszu poleceń
       wattlake serve --listen 127.0.0.1:9000
  2. zmienna środowiska: WATTLAKE_, polecenie, opcja; opcje wszystkich poleceń są bez polecenia
       WATTLAKE_SERVE_LISTEN=127.0.0.1:9000 WATTLAKE_LAKE=/dane/jezioro WATTLAKE_LANG=en
  3. plik settings.toml w folderze ustawień, albo ten, który wskazuje WATTLAKE_CONFIG
       language = "en"
       lake = "/dane/jezioro"
       [commands.serve]
       listen = "127.0.0.1:9000"
  4. wartość domyślna

Opcje, które są decyzją chwili (--yes, --force, --repair, --all i podobne), działają tylko w wierszu poleceń.
Skąd pochodzi każda wartość, mówi wattlake config [POLECENIE].

Kolory wyłącza zmienna NO_COLOR. Hasła nie należą do settings.toml: podaj je w środowisku.`,
				`The value of a flag comes from the first of these places that gives it:

  1. the flag on the command line
       wattlake serve --listen 127.0.0.1:9000
  2. an environment variable: WATTLAKE_, command, flag; flags of all commands go without a command
       WATTLAKE_SERVE_LISTEN=127.0.0.1:9000 WATTLAKE_LAKE=/data/lake WATTLAKE_LANG=en
  3. the file settings.toml in the configuration folder, or the one that WATTLAKE_CONFIG names
       language = "en"
       lake = "/data/lake"
       [commands.serve]
       listen = "127.0.0.1:9000"
  4. the default

Flags that are a decision of the moment (--yes, --force, --repair, --all and the like) count on the command line only.
Where each value comes from is told by wattlake config [COMMAND].

NO_COLOR turns colours off. Passwords do not belong into settings.toml: give them in the environment.`),
		},
	}
}
