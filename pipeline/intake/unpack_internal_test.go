package intake

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
)

// packedFile is one entry of a test's archive.
type packedFile struct{ name, content string }

const (
	testPDF  = "%PDF-1.7\nfaktura"
	testXML  = `<?xml version="1.0"?><Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"></Faktura>`
	otherXML = `<?xml version="1.0"?><Zalacznik/>`
)

func zipOf(tb testing.TB, files ...packedFile) string {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		entry, err := w.Create(f.name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := entry.Write([]byte(f.content)); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// mailOf returns a mail with a text, a decorating picture and the files.
func mailOf(files ...packedFile) string {
	var b strings.Builder
	b.WriteString("Received: from a by b\r\nFrom: =?UTF-8?Q?Pr=C4=85d?= <bok@example.com>\r\nTo: gmina@example.com\r\nSubject: Faktura\r\n" +
		"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=OUTER\r\n\r\n" +
		"--OUTER\r\nContent-Type: multipart/related; boundary=INNER\r\n\r\n" +
		"--INNER\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>W załączeniu faktura.</p>\r\n" +
		"--INNER\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <logo>\r\nContent-Disposition: inline\r\n\r\n\x89PNG\r\n\x1a\n\r\n--INNER--\r\n")
	for _, f := range files {
		fmt.Fprintf(&b, "--OUTER\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=%q\r\n\r\n%s\r\n",
			f.name, base64.StdEncoding.EncodeToString([]byte(f.content)))
	}
	b.WriteString("--OUTER--\r\n")
	return b.String()
}

// unpacked tells every member as "name code" and the error of the whole.
func unpacked(content string) (members []string, err error) {
	err = Unpack(strings.NewReader(content), int64(len(content)), func(m Member) error {
		line := m.Name
		if m.Err != nil {
			line += " " + string(lake.CodeOf(m.Err))
		}
		members = append(members, line)
		return nil
	})
	return members, err
}

func TestUnpack(t *testing.T) {
	t.Parallel()
	good := packedFile{"faktura.pdf", testPDF}
	encrypted := []byte(zipOf(t, good))
	for _, signature := range []string{"PK\x03\x04", "PK\x01\x02"} { // set the flag in both of the entry's headers
		at := bytes.Index(encrypted, []byte(signature))
		encrypted[at+map[string]int{"PK\x03\x04": 6, "PK\x01\x02": 8}[signature]] |= flagEncrypted
	}
	tests := []struct {
		name    string
		content string
		want    []string
		code    lake.Code
	}{
		{
			"archive", zipOf(t, packedFile{"2026/styczeń.pdf", testPDF}, packedFile{"2026/e.xml", testXML}, packedFile{"czytaj.txt", "to"}, packedFile{"inny.xml", otherXML}),
			[]string{"2026/styczeń.pdf", "2026/e.xml"},
			"",
		},
		{"no invoices", zipOf(t, packedFile{"a.txt", "x"}), nil, lake.CodeNotADocument},
		{"empty archive", zipOf(t), nil, lake.CodeNotADocument},
		{"a document that is none", zipOf(t, packedFile{"a.pdf", "x"}, good), []string{"a.pdf", "faktura.pdf"}, ""},
		{
			"names that climb", zipOf(t, packedFile{"../../etc/a.pdf", testPDF}, packedFile{"/b.pdf", testPDF}, packedFile{`..\c.pdf`, testPDF}),
			[]string{"etc/a.pdf", "b.pdf", "c.pdf"},
			"",
		},
		{"the same name twice", zipOf(t, good, good), []string{"faktura.pdf", "faktura.pdf"}, ""},
		{"clutter", zipOf(t, packedFile{"__MACOSX/._faktura.pdf", testPDF}, packedFile{".ukryty.pdf", testPDF}, good), []string{"faktura.pdf"}, ""},
		{"archive in an archive", zipOf(t, packedFile{"b.zip", zipOf(t, good)}, packedFile{"c.pdf", testPDF}), []string{"b.zip!/faktura.pdf", "c.pdf"}, ""},
		{"too deep", zipOf(t, packedFile{"b.zip", zipOf(t, packedFile{"c.zip", zipOf(t, good)}, good)}), []string{"b.zip!/c.zip not_a_document", "b.zip!/faktura.pdf"}, ""},
		{"broken inner archive", zipOf(t, packedFile{"b.zip", "PK\x03\x04 broken"}, good), []string{"b.zip damaged_document", "faktura.pdf"}, ""},
		{"broken archive", "PK\x03\x04 broken", nil, lake.CodeDamaged},
		{"cut off", zipOf(t, good)[:60], nil, lake.CodeDamaged},
		{"encrypted", string(encrypted), []string{"faktura.pdf needs_password"}, ""},
		{"office document", zipOf(t, packedFile{"[Content_Types].xml", "<Types/>"}, good), nil, lake.CodeNotADocument},
		{"office document beside", zipOf(t, good, packedFile{"pismo.docx", zipOf(t, packedFile{"[Content_Types].xml", "<Types/>"})}), []string{"faktura.pdf"}, ""},
		{"a bomb", zipOf(t, good, packedFile{"bomba.pdf", testPDF + strings.Repeat("0", ratioFloor+1<<20)}), []string{"faktura.pdf", "bomba.pdf too_large"}, ""},
		{"mail", mailOf(good, packedFile{"e-faktura.xml", testXML}, packedFile{"regulamin.txt", "…"}), []string{"faktura.pdf", "e-faktura.xml"}, ""},
		{"mail with an archive", mailOf(packedFile{"faktury.zip", zipOf(t, good)}), []string{"faktury.zip!/faktura.pdf"}, ""},
		{"mail in an archive", zipOf(t, packedFile{"poczta.eml", mailOf(good)}), []string{"poczta.eml!/faktura.pdf"}, ""},
		{"mail without files", mailOf(), nil, lake.CodeNotADocument},
		{"mail cut off", mailOf(good, good)[:len(mailOf(good, good))-25], []string{"faktura.pdf", "faktura.pdf damaged_document"}, ""},
	}
	for _, test := range tests {
		got, err := unpacked(test.content)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if test.code != "" && lake.CodeOf(err) != test.code || test.code == "" && err != nil {
			t.Errorf("%s: want code %q, got %v", test.name, test.code, err)
		}
	}
}

func TestUnpackBounds(t *testing.T) {
	t.Parallel()
	many := make([]packedFile, maxMembers+1)
	for i := range many {
		many[i] = packedFile{fmt.Sprintf("%d.pdf", i), testPDF}
	}
	got, err := unpacked(zipOf(t, many...))
	if len(got) != maxMembers || lake.CodeOf(err) != lake.CodeTooLarge {
		t.Errorf("%d members of %d, %v", len(got), len(many), err)
	}
	names := make([]packedFile, maxEntries+1)
	for i := range names {
		names[i].name = fmt.Sprintf("%d/", i)
	}
	if _, err := unpacked(zipOf(t, names...)); lake.CodeOf(err) != lake.CodeTooLarge {
		t.Errorf("an archive of %d folders: %v", len(names), err)
	}
	long := make([]packedFile, maxDirectoryBytes/60_000+1)
	for i := range long {
		long[i].name = strings.Repeat("a", 60_000)
	}
	if _, err := unpacked(zipOf(t, long...)); lake.CodeOf(err) != lake.CodeTooLarge {
		t.Errorf("an archive of long names: %v", err)
	}
	deep := "From: a\r\nTo: b\r\n"
	for i := range maxMailDepth + 1 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=B%d\r\n\r\n--B%d\r\n", i, i)
	}
	if _, err := unpacked(deep); lake.CodeOf(err) != lake.CodeTooLarge {
		t.Errorf("parts in parts: %v", err)
	}
	parts := "From: a\r\nTo: b\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n" + strings.Repeat("--B\r\n\r\nx\r\n", maxMailParts+1)
	if _, err := unpacked(parts); lake.CodeOf(err) != lake.CodeTooLarge {
		t.Errorf("too many parts: %v", err)
	}
	u := &unpacker{members: maxMembers, bytes: 10, yield: func(Member) error { return nil }}
	content := zipOf(t, packedFile{"a.pdf", testPDF})
	if err := u.open(strings.NewReader(content), int64(len(content)), "", 1); !errors.Is(err, errStop) {
		t.Errorf("more bytes than the bound: %v", err)
	}
}

// The receiver's error ends the unpacking and comes back as it was, even if it looks like one of the archive's.
func TestUnpackReturnsTheReceiversError(t *testing.T) {
	t.Parallel()
	full := &lake.Error{Code: lake.CodeDiskFull}
	content := zipOf(t, packedFile{"b.zip", zipOf(t, packedFile{"a.pdf", testPDF})}, packedFile{"c.pdf", testPDF})
	calls := 0
	err := Unpack(strings.NewReader(content), int64(len(content)), func(Member) error { calls++; return full })
	if !errors.Is(err, full) || calls != 1 {
		t.Errorf("%v after %d calls", err, calls)
	}
}

// Windows in Poland writes names in code page 852 and does not say so.
func TestNamesOfOldArchives(t *testing.T) {
	t.Parallel()
	file := &zip.File{FileHeader: zip.FileHeader{Name: "nale\xbeo\x98\x86.pdf", NonUTF8: true}}
	if got := entryName(file); got != "należość.pdf" {
		t.Errorf("%q", got)
	}
}

func TestAttachmentNames(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		`attachment; filename="a.pdf"`:                                "a.pdf",
		`attachment; filename="=?iso-8859-2?Q?nale=BFno=B6=E6?=.pdf"`: "należność.pdf",
		`attachment; filename="=?windows-1250?B?bmFsZb9ub5zm?=.pdf"`:  "należność.pdf",
		`attachment; filename*=UTF-8''nale%C5%BCno%C5%9B%C4%87.pdf`:   "należność.pdf",
		`attachment; filename="..\..\windows\a.pdf"`:                  "a.pdf",
		`attachment; filename="/etc/passwd.pdf"`:                      "passwd.pdf",
	} {
		mail := "From: a\r\nTo: b\r\nContent-Disposition: " + header + "\r\n\r\n" + testPDF
		got, err := unpacked(mail)
		if err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q, %v, want %q", header, got, err, want)
		}
	}
}

func TestStrangersAreToldApart(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"\x00\x00\x00\x18ftypheic\x00": "HEIC", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ".msg", "Rar!\x1a\x07\x00": "ZIP",
		"GIF89a": "image", "<html>": "web page", `{\rtf1`: "RTF", "notatka": "no invoice",
	} {
		_, err := Sniff([]byte(content))
		message, hint := lake.Explain(err)
		if lake.CodeOf(err) != lake.CodeNotADocument || !strings.Contains(message.EN, want) || message.PL == "" || hint.PL == "" || hint.EN == "" {
			t.Errorf("%q: %v %+v", content, message, hint)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	good := packedFile{"faktura.pdf", testPDF}
	f.Add([]byte(zipOf(f, good, packedFile{"b.zip", zipOf(f, good)})))
	f.Add([]byte(mailOf(good, packedFile{"b.zip", zipOf(f, good)})))
	f.Add([]byte("From: a\r\nTo: b\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: application/pdf\r\n\r\n%PDF-=31"))
	f.Fuzz(func(t *testing.T, content []byte) {
		total := 0
		err := Unpack(bytes.NewReader(content), int64(len(content)), func(m Member) error {
			total += len(m.Content)
			if m.Name == "" || strings.HasPrefix(m.Name, "/") || strings.Contains(m.Name, "\x00") || (m.Content == nil) == (m.Err == nil) {
				t.Fatalf("member %q, %d bytes, %v", m.Name, len(m.Content), m.Err)
			}
			for part := range strings.SplitSeq(m.Name, "/") {
				if part == ".." {
					t.Fatalf("member %q climbs", m.Name)
				}
			}
			return nil
		})
		if total > maxUnpackedBytes {
			t.Fatalf("%d bytes unpacked", total)
		}
		if err != nil && lake.CodeOf(err) == lake.CodeInternal && !errors.Is(err, errNoContainer) {
			t.Fatalf("no code: %v", err)
		}
	})
}
