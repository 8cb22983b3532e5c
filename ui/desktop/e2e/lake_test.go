//go:build e2e

package e2e_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/go-pdf/fpdf"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"wattlake/ui/desktop/e2e/x11"
)

// Where the settings have what these journeys need.
const (
	sectionsY   = 72
	dataX       = 232
	pointsX     = 498
	kafkaX      = 765
	copyY       = 364 // of the buttons that make and restore a copy
	makeCopyX   = 190
	restoreX    = 345
	kafkaButton = 577 // height of the buttons that save and test
)

// verdict is how long something takes that is shown only in a picture.
const verdict = 3 * time.Second

// startWith opens the program on a new lake, drops files on it and waits until they are in the list.
func startWith(t *testing.T, files ...string) (*screen, *program) {
	t.Helper()
	s := startScreen(t)
	p := s.startProgram(t, filepath.Join(t.TempDir(), "jezioro"))
	s.drop(t, files...)
	p.waitForDocuments(t, len(files))
	s.settle(t)
	return s, p
}

// TestBackup makes a copy of the lake, and another lake takes it in: its table says the same.
func TestBackup(t *testing.T) {
	files := textSamples(t)[:4]
	s, p := startWith(t, files...)
	before := s.copyTable(t, "pl-przed-kopia")
	s.press(t, x11.Control, '5')
	s.click(t, dataX, sectionsY)
	s.click(t, makeCopyX, copyY)
	s.picture(t, "pl-kopia-zapis")
	s.press(t, x11.Return)
	var made []string
	s.await(t, "a copy", func() bool {
		made, _ = filepath.Glob(filepath.Join(p.home, "wattlake-*.zip"))
		return len(made) == 1
	})
	s.picture(t, "pl-kopia-zapisana")
	p.stop(t)
	p.checkLog(t)

	again := s.startProgramOf(t, filepath.Join(t.TempDir(), "inne"), p.home)
	s.press(t, x11.Control, '5')
	s.click(t, dataX, sectionsY)
	s.click(t, restoreX, copyY)
	s.click(t, 500, 250)
	s.picture(t, "pl-kopia-wybor")
	s.press(t, x11.Return)
	again.waitForDocuments(t, len(files))
	s.press(t, x11.Control, '1')
	s.settle(t)
	after := s.copyTable(t, "pl-po-przywroceniu")
	if !slices.EqualFunc(sorted(before.rows), sorted(after.rows), slices.Equal) {
		t.Errorf("the restored lake shows %q, the copied one %q", after.rows, before.rows)
	}
	again.stop(t)
	again.checkLog(t)
}

func sorted(rows [][]string) [][]string {
	return slices.SortedFunc(slices.Values(rows), slices.Compare)
}

// TestDuplicate drops one invoice in two files: one of them counts, they stand side by side, the other is preferred, and then both
// are kept.
func TestDuplicate(t *testing.T) {
	s := startScreen(t)
	p := s.startProgram(t, filepath.Join(t.TempDir(), "jezioro"))
	first, err := filepath.Abs(filepath.Join(samplesFolder, "Sprzedaż_03_2026.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	s.drop(t, first)
	p.waitForDocuments(t, 1)
	content, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	second := filepath.Join(t.TempDir(), "druga.pdf")
	if err := os.WriteFile(second, append(content, "\n% another scan of the same\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	s.drop(t, second)
	p.waitForDocuments(t, 2)
	s.settle(t)
	byStatus := func() map[string][]string { // the files
		table := s.copyTable(t, "pl-duplikaty")
		file, status := table.column(t, "Plik"), table.column(t, "Stan")
		names := map[string][]string{}
		for i, row := range table.rows {
			names[row[status]] = append(names[row[status]], row[file])
			if row[status] == "Duplikat" {
				names["row"] = []string{strconv.Itoa(i)}
			}
		}
		return names
	}
	var before map[string][]string
	s.await(t, "one file that counts and one that does not", func() bool {
		before = byStatus()
		return len(before["Gotowa"]) == 1 && len(before["Duplikat"]) == 1
	})
	row, err := strconv.Atoi(before["row"][0])
	if err != nil {
		t.Fatal(err)
	}
	s.openRow(t, row)
	s.picture(t, "pl-duplikat-obok")
	const keepX, replaceX = 877, 973
	s.click(t, replaceX, 191)
	s.press(t, x11.Escape)
	s.await(t, "the file that was preferred", func() bool { return slices.Equal(byStatus()["Gotowa"], before["Duplikat"]) })
	s.openRow(t, 0)
	s.picture(t, "pl-duplikat-wybrany")
	s.click(t, keepX, 174) // what is decided is said in one line
	s.press(t, x11.Escape)
	s.await(t, "both files", func() bool { return len(byStatus()["Gotowa"]) == 2 })
	s.picture(t, "pl-duplikat-obie")
	p.stop(t)
	p.checkLog(t)
}

// TestRegister gives a code on an invoice a name and a group; the metrics know them, and undo takes them back.
func TestRegister(t *testing.T) {
	s, p := startWith(t, textSamples(t)[:2]...)
	s.press(t, x11.Control, '5')
	s.click(t, pointsX, sectionsY)
	s.picture(t, "pl-punkty")
	s.click(t, 400, 196)
	s.press(t, x11.Return)
	s.settle(t)
	for i, text := range []string{"szkola", "lesna 2", "c12a", "szkoly"} {
		if i > 0 {
			s.press(t, x11.Tab)
		}
		for _, letter := range []byte(text) {
			s.press(t, x11.Letter(letter))
		}
	}
	s.picture(t, "pl-punkt")
	s.press(t, x11.Return)
	named := func() bool {
		return bytes.Contains(p.output(t, "metrics", "consumption", "--format", "json"), []byte("szkola"))
	}
	s.await(t, "the name of the point in the metrics", named)
	s.picture(t, "pl-punkt-zapisany")
	const undoX, undoY = 812, 624
	s.click(t, undoX, undoY)
	s.await(t, "the undo", func() bool { return !named() })
	p.stop(t)
	p.checkLog(t)
}

// TestTeamKafka sets up the team's Kafka in the window: a wrong address names the failing step, the right one passes, and what is
// dropped afterwards is announced.
func TestTeamKafka(t *testing.T) {
	broker, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.Ports(0), kfake.AllowAutoTopicCreation())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(broker.Close)
	s := startScreen(t)
	p := s.startProgram(t, filepath.Join(t.TempDir(), "jezioro"))
	s.press(t, x11.Control, '5')
	s.click(t, kafkaX, sectionsY)
	s.fill(t, 500, 209, "127.0.0.1:1")
	s.click(t, restoreX, kafkaButton)
	s.picture(t, "pl-kafka-zly-adres")
	s.click(t, kafkaX, sectionsY) // back to the top
	s.fill(t, 500, 209, broker.ListenAddrs()[0])
	s.click(t, restoreX, kafkaButton)
	time.Sleep(verdict)
	s.picture(t, "pl-kafka-dobry-adres")
	s.click(t, kafkaX, sectionsY)
	s.click(t, makeCopyX, kafkaButton) // save and connect
	s.drop(t, textSamples(t)[0])
	p.waitForDocuments(t, 1)
	client, err := kgo.NewClient(kgo.SeedBrokers(broker.ListenAddrs()...), kgo.ConsumeTopics("invoice_parsed"), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	ctx, cancel := context.WithTimeout(t.Context(), startLimit)
	defer cancel()
	if n := client.PollFetches(ctx).NumRecords(); n != 1 {
		t.Errorf("%d events of a parsed invoice, want 1", n)
	}
	s.press(t, x11.Control, '4')
	s.picture(t, "pl-przebieg-kafka")
	p.stop(t)
}

// TestPassword drops a PDF with a password: the quarantine says so, asks for it, and reads the document.
func TestPassword(t *testing.T) {
	s := startScreen(t)
	p := s.startProgram(t, filepath.Join(t.TempDir(), "jezioro"))
	locked := filepath.Join(t.TempDir(), "zaszyfrowana.pdf")
	pdf := pages(3, 20, "Faktura VAT nr FV/7/2026")
	pdf.SetProtection(fpdf.CnProtectPrint, "tajne", "owner")
	if err := pdf.OutputFileAndClose(locked); err != nil {
		t.Fatal(err)
	}
	s.drop(t, locked)
	p.waitForDocuments(t, 1)
	s.settle(t)
	s.press(t, x11.Control, '4')
	s.click(t, 240, sectionsY)
	s.click(t, 400, 158)
	s.picture(t, "pl-haslo-potrzebne")
	s.click(t, 172, 663)
	s.picture(t, "pl-haslo-pytanie")
	for _, letter := range []byte("tajne") {
		s.press(t, x11.Letter(letter))
	}
	s.press(t, x11.Return)
	s.await(t, "the reading", func() bool { return !bytes.Contains(p.output(t, "status", "--json"), []byte(`"status":"failed"`)) })
	s.picture(t, "pl-haslo-otwarta")
	p.stop(t)
	p.checkLog(t)
}

// TestLongDocument cancels the reading of a long document while its pages are read.
func TestLongDocument(t *testing.T) {
	s := startScreen(t)
	p := s.startProgram(t, filepath.Join(t.TempDir(), "jezioro"))
	long := filepath.Join(t.TempDir(), "dluga.pdf")
	if err := scans(60).OutputFileAndClose(long); err != nil {
		t.Fatal(err)
	}
	s.drop(t, long)
	p.waitForFirst(t, 1)
	s.press(t, x11.Control, '4')
	time.Sleep(verdict)
	s.pictureNow(t, "pl-dlugi-dokument")
	s.clickNow(t, 400, 540) // the document on its way
	s.pictureNow(t, "pl-dlugi-dokument-wybrany")
	s.clickNow(t, 1181, 649)
	s.await(t, "the end of the reading", func() bool { return bytes.Contains(p.output(t, "status", "--json"), []byte(`"status":"failed"`)) })
	s.click(t, 240, sectionsY)
	s.click(t, 400, 158)
	s.picture(t, "pl-odczyt-przerwany")
	p.stop(t)
	p.checkLog(t)
}

// pages makes a PDF of so many pages with so many lines.
func pages(n, lines int, text string) *fpdf.Fpdf {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetFont("Helvetica", "", 12)
	for i := range n {
		pdf.AddPage()
		for line := range lines {
			pdf.Text(20, 30+float64(line)*8, text+" "+strconv.Itoa(i))
		}
	}
	return pdf
}

// scans makes a PDF of so many pages that are pictures, as a scanner does.
func scans(n int) *fpdf.Fpdf {
	const width, height, stripe = 1240, 1754, 24 // A4 at 150 dpi
	picture := image.NewGray(image.Rect(0, 0, width, height))
	for i := range picture.Pix {
		picture.Pix[i] = 0xff
		if x, y := i%width, i/width; y%stripe < 12 && (x*7919+y/stripe*131)%17 < 5 {
			picture.Pix[i] = 0
		}
	}
	var content bytes.Buffer
	_ = png.Encode(&content, picture) // into memory
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.RegisterImageOptionsReader("page", fpdf.ImageOptions{ImageType: "PNG"}, &content)
	for range n {
		pdf.AddPage()
		pdf.ImageOptions("page", 0, 0, 210, 297, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	}
	return pdf
}

// await waits until something is so.
func (s *screen) await(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(startLimit); !so(); time.Sleep(poll) {
		if time.Now().After(deadline) {
			s.pictureNow(t, "waiting-for-"+t.Name())
			t.Fatalf("%s did not come", what)
		}
	}
}

// clickNow clicks while the window does not stand still.
func (s *screen) clickNow(t *testing.T, x, y int16) {
	t.Helper()
	if err := s.display.Click(x, y); err != nil {
		t.Fatal(err)
	}
	time.Sleep(poll)
}
