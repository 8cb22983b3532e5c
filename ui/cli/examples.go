package cli

import (
	"strings"

	"wattlake/lake"
)

// example is a command line and what it does.
type example struct {
	what lake.Text
	line string
}

// allExamples are those of each command, by its path.
var allExamples = map[string][]example{
	"wattlake": {
		{lake.Text{PL: "otwórz okno", EN: "open the window"}, "wattlake"},
		{lake.Text{PL: "otwórz okno i dodaj faktury", EN: "open the window and add invoices"}, "wattlake faktura.pdf faktura.xml"},
		{lake.Text{PL: "przykładowe faktury od początku do końca", EN: "the sample invoices, start to end"}, "wattlake demo"},
	},
	"wattlake ingest": {
		{lake.Text{PL: "plik i cały folder", EN: "a file and a whole folder"}, "wattlake ingest faktura.pdf ~/Faktury"},
		{lake.Text{PL: "dla programów: jeden obiekt JSON na fakturę", EN: "for programs: one JSON object per invoice"}, "wattlake ingest --json ~/Faktury > wynik.jsonl"},
	},
	"wattlake sync": {
		{lake.Text{PL: "pierwszy raz: połącz z koszykiem zespołu", EN: "the first time: connect to the team's bucket"}, "wattlake sync --bucket s3://gmina/wattlake"},
		{lake.Text{PL: "co zostałoby przesłane", EN: "what would move"}, "wattlake sync --dry-run"},
		{lake.Text{PL: "sprawdź połączenie krok po kroku", EN: "test the connection step by step"}, "wattlake sync --test"},
	},
	"wattlake watch": {
		{lake.Text{PL: "każda faktura, która pojawi się w folderze", EN: "every invoice that appears in the folder"}, "wattlake watch ~/Skany"},
	},
	"wattlake status": {
		{lake.Text{PL: "wszystkie dokumenty", EN: "all documents"}, "wattlake status"},
		{lake.Text{PL: "jeden dokument", EN: "one document"}, "wattlake status faktura.pdf"},
	},
	"wattlake show": {
		{lake.Text{PL: "pola z pewnością i miejscem na stronie", EN: "fields with confidence and place on the page"}, "wattlake show faktura.pdf"},
		{lake.Text{PL: "także odczytany tekst", EN: "the text that was read, too"}, "wattlake show --text faktura.pdf"},
	},
	"wattlake review": {
		{lake.Text{PL: "popraw pola i zatwierdź", EN: "correct fields and approve"}, "wattlake review faktura.pdf net=1234.50 due_date=2026-03-14 --approve"},
		{lake.Text{PL: "cofnij ostatnią decyzję", EN: "undo the last decision"}, "wattlake review faktura.pdf --undo"},
	},
	"wattlake profile": {
		{lake.Text{PL: "dodaj profil i odczytaj faktury ponownie", EN: "add a profile and read the invoices again"}, "wattlake profile add jantar.json && wattlake replay --from parse"},
		{lake.Text{PL: "profile z poprawek wprowadzonych w przeglądzie", EN: "profiles made of corrections in review"}, "wattlake profile suggest > profile.json"},
	},
	"wattlake delete": {
		{lake.Text{PL: "dokument znika z tabel; restore go przywraca", EN: "the document leaves the tables; restore brings it back"}, "wattlake delete faktura.pdf"},
	},
	"wattlake restore": {
		{lake.Text{PL: "co usunięto", EN: "what was deleted"}, "wattlake status --deleted"},
		{lake.Text{PL: "jeden dokument", EN: "one document"}, "wattlake restore faktura.pdf"},
	},
	"wattlake retry": {
		{lake.Text{PL: "jeden dokument", EN: "one document"}, "wattlake retry faktura.pdf"},
		{lake.Text{PL: "wszystkie nieudane", EN: "all that failed"}, "wattlake retry --all"},
		{lake.Text{PL: "zaszyfrowany PDF; hasło na przyszłość w pęku kluczy", EN: "an encrypted PDF; its password into the keyring for later ones"}, "wattlake retry faktura.pdf --password-stdin --keep-password < haslo.txt"},
	},
	"wattlake metrics": {
		{lake.Text{PL: "koszty pierwszego kwartału", EN: "costs of the first quarter"}, "wattlake metrics costs --from 2026-01 --to 2026-03"},
		{lake.Text{PL: "koszty, jakie były znane na koniec marca", EN: "costs as they were known at the end of March"}, "wattlake metrics costs --as-of 2026-03-31"},
		{lake.Text{PL: "zużycie jednego punktu do pliku CSV", EN: "consumption of one metering point as a CSV file"}, "wattlake metrics consumption --ppe 590310600000001023 --format csv > zuzycie.csv"},
	},
	"wattlake audit": {
		{lake.Text{PL: "co trzeba sprawdzić", EN: "what to look at"}, "wattlake audit list"},
	},
	"wattlake audit list": {
		{lake.Text{PL: "także zaakceptowane", EN: "accepted ones too"}, "wattlake audit list --all"},
	},
	"wattlake audit accept": {
		{lake.Text{PL: "początek identyfikatora z listy", EN: "the beginning of an id from the list"}, "wattlake audit accept 3f2a90c1"},
	},
	"wattlake maintain": {
		{lake.Text{PL: "stare wersje zostają przez 30 dni", EN: "old versions stay for 30 days"}, "wattlake maintain --retention 720h"},
	},
	"wattlake replay": {
		{lake.Text{PL: "policz tabele od nowa", EN: "compute the tables anew"}, "wattlake replay --from silver"},
		{lake.Text{PL: "rozpoznaj jeden dokument jeszcze raz", EN: "parse one document again"}, "wattlake replay --from parse faktura.pdf"},
	},
	"wattlake worker": {
		{lake.Text{PL: "jeden z wielu procesów zespołu", EN: "one of a team's many"}, "wattlake worker --brokers kafka:9092 --lake s3://faktury/jezioro"},
		{lake.Text{PL: "wszystkie zdarzenia jeszcze raz", EN: "every event once more"}, "wattlake worker --brokers kafka:9092 --lake s3://faktury/jezioro --from earliest"},
	},
	"wattlake kafka set": {
		{lake.Text{PL: "z logowaniem i szyfrowaniem", EN: "with login and encryption"}, "wattlake kafka set --brokers kafka.example.com:9093 --tls --user gmina --password"},
	},
	"wattlake kafka test": {
		{lake.Text{PL: "nazwij krok, który zawodzi", EN: "name the step that fails"}, "wattlake kafka test"},
	},
	"wattlake serve": {
		{lake.Text{PL: "tylko dla programów na tym komputerze", EN: "for programs on this computer only"}, "wattlake serve"},
		{
			lake.Text{PL: "dla innych komputerów: z tokenem i TLS", EN: "for other computers: with a token and TLS"},
			"wattlake serve token create power-bi\nwattlake serve --listen 0.0.0.0:8443 --cert cert.pem --key key.pem --host faktury.example",
		},
	},
	"wattlake serve token": {
		{lake.Text{PL: "token dla programu", EN: "a token for a program"}, "wattlake serve token create power-bi"},
	},
	"wattlake serve token create": {
		{lake.Text{PL: "token jest pokazany tylko raz", EN: "the token is shown only once"}, "wattlake serve token create power-bi"},
	},
	"wattlake serve token list": {
		{lake.Text{PL: "kto ma dostęp", EN: "who has access"}, "wattlake serve token list"},
	},
	"wattlake serve token revoke": {
		{lake.Text{PL: "identyfikator wypisuje list", EN: "list prints the id"}, "wattlake serve token revoke 1a2b3c4d"},
	},
	"wattlake stage": {
		{lake.Text{PL: "dokumenty, którym brakuje tekstu, jako tablica JSON", EN: "documents whose text is missing, as a JSON array"}, "wattlake stage read --list --json --lake s3://faktury/gmina"},
		{lake.Text{PL: "jeden dokument; wynik z kluczami obiektów", EN: "one document; the result with the objects' keys"}, "wattlake stage parse --json faktura.pdf"},
		{lake.Text{PL: "tabele", EN: "the tables"}, "wattlake stage silver && wattlake stage gold"},
	},
	"wattlake erase": {
		{lake.Text{PL: "na zawsze, na czyjeś żądanie", EN: "for good, because somebody asks for it"}, "wattlake erase faktura.pdf --yes --reason 12/2026"},
	},
	"wattlake export": {
		{lake.Text{PL: "arkusz dla Excela", EN: "a workbook for Excel"}, "wattlake export invoices --out faktury.xlsx"},
		{lake.Text{PL: "CSV z przecinkiem dziesiętnym", EN: "CSV with a decimal comma"}, "wattlake export costs --out koszty.csv --decimal-comma --bom"},
	},
	"wattlake register": {
		{lake.Text{PL: "wczytaj listę punktów", EN: "take in a list of points"}, "wattlake register import punkty.csv"},
	},
	"wattlake verify": {
		{lake.Text{PL: "sprawdź i napraw", EN: "check and mend"}, "wattlake verify --repair"},
	},
	"wattlake kafka": {
		{lake.Text{PL: "sprawdź połączenie krok po kroku", EN: "test the connection step by step"}, "wattlake kafka test"},
	},
	"wattlake profile list": {
		{lake.Text{PL: "profile sprzedawców w jeziorze", EN: "the sellers' profiles of the lake"}, "wattlake profile list"},
	},
	"wattlake profile add": {
		{lake.Text{PL: "wczytaj profil", EN: "take in a profile"}, "wattlake profile add profil.json"},
	},
	"wattlake profile remove": {
		{lake.Text{PL: "nazwę wypisuje list", EN: "list prints the name"}, "wattlake profile remove NAME"},
	},
	"wattlake profile suggest": {
		{lake.Text{PL: "propozycje z poprawek", EN: "proposals from corrections"}, "wattlake profile suggest"},
	},
	"wattlake register add": {
		{lake.Text{PL: "dodaj punkt", EN: "add a point"}, "wattlake register add 590310600000001023 --name Szkoła"},
	},
	"wattlake register edit": {
		{lake.Text{PL: "zmień nazwę", EN: "change the name"}, "wattlake register edit 590310600000001023 --name Szkoła"},
	},
	"wattlake register check": {
		{lake.Text{PL: "czego brakuje w ewidencji i na fakturach", EN: "what the register and the invoices lack"}, "wattlake register check"},
	},
	"wattlake register export": {
		{lake.Text{PL: "do pliku, który można wczytać", EN: "to a file that can be imported"}, "wattlake register export punkty.csv"},
	},
	"wattlake register import": {
		{lake.Text{PL: "tylko pokaż, co się zmieni", EN: "only show what would change"}, "wattlake register import punkty.csv --dry-run"},
	},
	"wattlake register list": {
		{lake.Text{PL: "wszystkie punkty", EN: "all points"}, "wattlake register list"},
	},
	"wattlake register remove": {
		{lake.Text{PL: "faktury zostają", EN: "invoices stay"}, "wattlake register remove 590310600000001023"},
	},
	"wattlake register undo": {
		{lake.Text{PL: "cofnij ostatnie wczytanie", EN: "take the last import back"}, "wattlake register undo"},
	},
	"wattlake demo": {
		{lake.Text{PL: "w folderze do wyrzucenia", EN: "in a folder to throw away"}, "wattlake demo --lake /tmp/wattlake-demo"},
	},
	"wattlake doctor": {
		{lake.Text{PL: "czego brakuje i jak to naprawić", EN: "what is missing and how to mend it"}, "wattlake doctor"},
	},
	"wattlake config": {
		{lake.Text{PL: "skąd pochodzi folder jeziora i język", EN: "where the lake's folder and the language come from"}, "wattlake config"},
		{lake.Text{PL: "opcje jednego polecenia i ich zmienne środowiska", EN: "the flags of one command and their environment variables"}, "wattlake config serve"},
	},
	"wattlake completion": {
		{lake.Text{PL: "bash, dla tego użytkownika", EN: "bash, for this user"}, "wattlake completion bash > ~/.local/share/bash-completion/completions/wattlake"},
		{lake.Text{PL: "fish", EN: "fish"}, "wattlake completion fish > ~/.config/fish/completions/wattlake.fish"},
	},
	"wattlake help": {
		{lake.Text{PL: "pomoc o poleceniu", EN: "help about a command"}, "wattlake help ingest"},
		{lake.Text{PL: "kody wyjścia", EN: "exit codes"}, "wattlake help exit-codes"},
	},
}

// examples are the command's examples in the person's language, each below a line that says what it does.
func (p *Program) examples(path string) string {
	var lines []string
	for _, e := range allExamples[path] {
		lines = append(lines, "# "+e.what.In(p.Lang), e.line)
	}
	return strings.Join(lines, "\n")
}
