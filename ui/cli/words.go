package cli

import "wattlake/lake"

// words are codes of the lake as people read them in tables. JSON and CSV keep the codes.
var words = map[string]lake.Text{
	string(lake.Waiting):       {PL: "czeka", EN: "waiting"},
	string(lake.Processing):    {PL: "w toku", EN: "processing"},
	string(lake.Ready):         {PL: "gotowa", EN: "ready"},
	string(lake.StatusReview):  {PL: "do sprawdzenia", EN: "needs review"},
	string(lake.Reviewed):      {PL: "sprawdzona", EN: "reviewed"},
	string(lake.Failed):        {PL: "błąd", EN: "failed"},
	string(lake.StatusDoubled): {PL: "duplikat", EN: "duplicate"},
	string(lake.Deleted):       {PL: "usunięta", EN: "deleted"},

	string(lake.Warning): {PL: "ostrzeżenie", EN: "warning"},
	string(lake.Info):    {PL: "informacja", EN: "information"},

	string(lake.Settlement): {PL: "rozliczenie", EN: "settlement"},
	string(lake.Forecast):   {PL: "prognoza", EN: "forecast"},
	string(lake.Correction): {PL: "korekta", EN: "correction"},
	string(lake.Other):      {PL: "inny", EN: "other"},

	string(lake.ComponentEnergy):      {PL: "energia", EN: "energy"},
	string(lake.ComponentCapacity):    {PL: "moc", EN: "capacity"},
	string(lake.ComponentFees):        {PL: "opłaty", EN: "fees"},
	string(lake.ComponentUnexplained): {PL: "niewyjaśnione", EN: "unexplained"},

	"decision.review":         {PL: "poprawka", EN: "edit"},
	"decision.approve":        {PL: "zatwierdzenie", EN: "approval"},
	"decision.delete":         {PL: "usunięcie", EN: "deletion"},
	"decision.restore":        {PL: "przywrócenie", EN: "restoration"},
	"decision.retry":          {PL: "ponowny odczyt", EN: "another try"},
	"decision.accept_finding": {PL: "przyjęcie uwagi", EN: "accepted finding"},
	"decision.undo":           {PL: "cofnięcie", EN: "undo"},
	"decision.prefer":         {PL: "wybór dokumentu", EN: "choice of the document"},
	"decision.separate":       {PL: "osobna faktura", EN: "separate invoice"},

	"stage." + string(lake.StageIngest): {PL: "kopiowanie", EN: "copying"},
	"stage." + string(lake.StageRead):   {PL: "czytanie", EN: "reading"},
	"stage." + string(lake.StageParse):  {PL: "rozpoznawanie", EN: "parsing"},
	"stage." + string(lake.StageSilver): {PL: "tabele", EN: "tables"},
	"stage." + string(lake.StageGold):   {PL: "wskaźniki", EN: "metrics"},

	"done": {PL: "gotowe", EN: "done"}, // of a stage

	string(fromDefault):     {PL: "domyślna", EN: "default"},
	string(fromFile):        {PL: "plik", EN: "file"},
	string(fromEnvironment): {PL: "środowisko", EN: "environment"},
	string(fromFlag):        {PL: "opcja", EN: "flag"},

	string(lake.Comprehensive): {PL: "kompleksowa", EN: "comprehensive"},
	string(lake.Sale):          {PL: "sprzedaż", EN: "sale"},
	string(lake.Distribution):  {PL: "dystrybucja", EN: "distribution"},
}

// word returns the code in words, or the code itself if there are none.
func (p *Program) word(code string) string {
	if text, ok := words[code]; ok {
		return text.In(p.Lang)
	}
	return code
}

func (p *Program) status(s lake.Status) string { return p.word(string(s)) }
