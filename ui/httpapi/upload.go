package httpapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"wattlake/lake"
)

// Limits of uploads.
const (
	// MaxUploadBytes is the largest body of one upload: a document of the largest size and its envelope.
	MaxUploadBytes = lake.MaxDocumentBytes + 1<<20
	// maxBufferedBytes is how much all uploads together may hold in memory; who comes later is asked to come again.
	maxBufferedBytes = 5 * MaxUploadBytes
	maxUploadFiles   = 1000
	uploadField      = "file"
	uploadSource     = "http"

	// StallPatience is how long an upload may go without a single byte.
	StallPatience  = 30 * time.Second
	uploadPatience = 15 * time.Minute // for a whole body
	answerPatience = time.Minute      // for storing and answering after it
)

// uploadInput is read by the handler itself: bodies are streamed, one file in memory at a time.
type uploadInput struct {
	writer  http.ResponseWriter
	request *http.Request
}

// Resolve keeps the request for the handler.
func (in *uploadInput) Resolve(ctx huma.Context) []error {
	in.request, in.writer = humago.Unwrap(ctx)
	return nil
}

// UploadedJSON is what became of one uploaded file.
type UploadedJSON struct {
	File      string          `json:"file"`
	Document  lake.DocumentID `json:"document" doc:"The document's id; empty if the file was refused"`
	Status    string          `json:"status" enum:"processing,duplicate,failed" doc:"duplicate: the same bytes were here before"`
	Code      lake.Code       `json:"code" doc:"Why it was refused, for programs"`
	Reason    string          `json:"reason" doc:"Why it was refused"`
	Hint      string          `json:"hint" doc:"What to do about it"`
	StatusURL string          `json:"status_url" doc:"Ask here until the status is no longer processing"`
}

type uploadBody struct {
	Documents []UploadedJSON `json:"documents" nullable:"false" doc:"In the order of the files"`
}

type uploadOutput struct {
	Location string `header:"Location" doc:"The status URL, when one file was sent"`
	Body     uploadBody
}

// upload stores each file durably and answers before it is processed. It is an error only if no file was taken.
func (s *Server) upload(ctx context.Context, in *uploadInput) (*uploadOutput, error) {
	files, err := s.openUpload(in)
	if err != nil {
		return nil, err
	}
	out := &uploadOutput{Body: uploadBody{Documents: []UploadedJSON{}}}
	var refused error
	taken := 0
	for {
		part, err := files.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, bodyError(err)
		}
		if part.FormName() != uploadField {
			continue
		}
		if len(out.Body.Documents) == maxUploadFiles {
			return nil, usage("Za dużo plików w jednym zapytaniu.", "Too many files in one request.", "Wyślij je w kilku.", "Send them in several.")
		}
		one, err := s.take(ctx, part)
		if err != nil && one.File == "" {
			return nil, err
		}
		if err != nil {
			refused = errors.Join(err, refused) // the first in the chain is the latest; any of them will do
		} else {
			taken++
		}
		out.Body.Documents = append(out.Body.Documents, one)
	}
	switch {
	case len(out.Body.Documents) == 0:
		return nil, usage("W zapytaniu nie ma pliku.", "There is no file in the request.",
			"Wyślij plik w polu „file” formularza multipart/form-data.", "Send the file in the field “file” of a multipart/form-data form.")
	case taken == 0:
		return nil, refused
	case len(out.Body.Documents) == 1:
		out.Location = out.Body.Documents[0].StatusURL
	}
	return out, nil
}

// openUpload checks what can be checked before the body is read, and bounds its size and time.
func (s *Server) openUpload(in *uploadInput) (*multipart.Reader, error) {
	if in.request.ContentLength > MaxUploadBytes {
		in.writer.Header().Set("Connection", "close") // the rest of the body is not worth reading
		return nil, tooLarge()
	}
	in.request.Body = http.MaxBytesReader(in.writer, &patientBody{
		ReadCloser: in.request.Body, connection: http.NewResponseController(in.writer), clock: s.clock, end: s.clock().Add(uploadPatience),
	}, MaxUploadBytes)
	files, err := in.request.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		return nil, withStatus(http.StatusUnsupportedMediaType, &lake.Error{
			Code: lake.CodeUsage, Op: "http: upload", Err: err,
			Message: lake.Text{PL: "Zapytanie nie jest formularzem multipart/form-data.", EN: "The request is not a multipart/form-data form."},
			Hint:    lake.Text{PL: "Wyślij plik w polu „file”.", EN: "Send the file in the field “file”."},
		})
	}
	if err != nil {
		return nil, bodyError(err)
	}
	return files, nil
}

// take stores one file. An error with an empty file name ends the request.
func (s *Server) take(ctx context.Context, part *multipart.Part) (UploadedJSON, error) {
	one := UploadedJSON{File: path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))}
	if part.FileName() == "" {
		return UploadedJSON{}, usage("Plik nie ma nazwy.", "The file has no name.", "Podaj filename w części formularza.", "Give a filename in the part of the form.")
	}
	body := &chargedReader{reader: part, budget: s.memory}
	defer body.release()
	var buffer bytes.Buffer
	if _, err := buffer.ReadFrom(body); err != nil {
		return UploadedJSON{}, bodyError(err)
	}
	content := buffer.Bytes()
	s.meter.uploadBytes.Add(float64(len(content)))
	err := checkName(one.File)
	if err == nil && len(content) > lake.MaxDocumentBytes {
		err = tooLarge()
	}
	var known bool
	if err == nil {
		// The bytes are all here: a client that leaves now does not stop them from being stored.
		one.Document, known, err = s.node.Upload(context.WithoutCancel(ctx), one.File, content, uploadSource)
	}
	if err != nil {
		infoOf(ctx).cause = err
		message, hint := explain(err)
		lang := infoOf(ctx).lang
		one.Document, one.Status, one.Code, one.Reason, one.Hint = "", string(lake.Failed), lake.CodeOf(err), message.In(lang), hint.In(lang)
		return one, err
	}
	one.Status, one.StatusURL = string(lake.Processing), "/invoices/status/"+string(one.Document)
	if known {
		one.Status = string(lake.StatusDoubled)
	}
	return one, nil
}

func tooLarge() error {
	return &lake.Error{
		Code: lake.CodeTooLarge, Op: "http: upload",
		Message: lake.Text{PL: "Przesyłane pliki są większe niż 100 MB.", EN: "The upload is larger than 100 MB."},
		Hint:    lake.Text{PL: "Prześlij mniejsze pliki, po jednym.", EN: "Send smaller files, one by one."},
	}
}
