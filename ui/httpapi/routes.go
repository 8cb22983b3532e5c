package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

const description = "Electricity invoices from PDF to Gold figures. Money is a string with two places, kWh a plain decimal string, " +
	"dates are ISO; a value that the document does not state is empty. Errors are problem documents (RFC 9457) in Polish or " +
	"English, as Accept-Language asks, else in the service's language. GET answers carry an ETag."

// maxJSONBytes is the largest body of a request other than an upload.
const maxJSONBytes = 1 << 20

// uploadPath never means a document of that name, whatever the method.
const uploadPath = "/invoices/upload"

// HealthJSON says that the server answers.
type HealthJSON struct {
	Status string `json:"status" enum:"ok"`
}

type healthOutput struct{ Body HealthJSON }

// route registers every operation; the OpenAPI document is made from the same registrations.
func (s *Server) route(version string) {
	api := humago.New(s.mux, s.config(version))
	huma.Register(api, uploadOperation(), s.upload)
	huma.Register(api, operation("list-invoices", http.MethodGet, "/invoices", "List documents with their invoices, newest first"), s.list)
	huma.Register(api, operation("invoice-status", http.MethodGet, "/invoices/status/{filename}", "State of a document; of several with one name, the newest"), s.status)
	huma.Register(api, operation("parsed-invoice", http.MethodGet, "/invoices/parsed/{filename}", "What was read from a document"), s.parsed)
	huma.Register(api, operation("delete-invoice", http.MethodDelete, "/invoices/{filename}", "Take a document out of all tables; refused (409) while the name means several"), s.delete)
	huma.Register(api, operation("approve-invoices", http.MethodPost, "/approvals/invoices", "Say that invoices are right as they stand"), s.approve)
	huma.Register(api, operation("gold-costs", http.MethodGet, "/gold/costs", "Monthly energy costs"), gold(s.node.Costs))
	huma.Register(api, operation("gold-consumption", http.MethodGet, "/gold/consumption", "Consumption per metering point and month"), gold(s.node.Consumption))
	huma.Register(api, operation("gold-corrections", http.MethodGet, "/gold/corrections", "Corrections against their originals"), gold(s.node.Corrections))
	huma.Register(api, operation("gold-breakdown", http.MethodGet, "/gold/breakdown", "What the monthly cost is made of"), gold(s.node.Breakdown))
	huma.Register(api, operation("gold-audit", http.MethodGet, "/gold/audit", "What a person should look at"), gold(s.node.Audit))
	huma.Register(api, operation("health", http.MethodGet, "/health", "Is the service there?"),
		func(context.Context, *struct{}) (*healthOutput, error) {
			return &healthOutput{Body: HealthJSON{Status: "ok"}}, nil
		})
	huma.Register(api, textOperation(api, "events", "/events", "Changes as server-sent events, each named change", "text/event-stream"), s.events)
	huma.Register(api, textOperation(api, "metrics", "/metrics", "Counters for Prometheus", "text/plain"), s.metrics)
	describeUpload(api.OpenAPI())
	describeNames(api.OpenAPI())
	document := encodeSpec(api.OpenAPI())
	s.mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(document) // the client is gone: nobody is left to tell
	})
}

func (s *Server) config(version string) huma.Config {
	info := &huma.Info{Title: "Wattlake", Version: version, Description: description, License: &huma.License{Name: "Apache License 2.0", Identifier: "Apache-2.0"}}
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0", Info: info,
			Components: &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)},
		},
		Formats:                      map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
	}
	if s.tokens != nil {
		config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}
		config.Security = []map[string][]string{{"token": {}}}
	}
	return config
}

func operation(id, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, MaxBodyBytes: maxJSONBytes}
}

func uploadOperation() huma.Operation {
	op := operation("upload-invoices", http.MethodPost, uploadPath, "Add one document or many")
	op.DefaultStatus = http.StatusAccepted
	op.Description = "Answers as soon as the bytes are stored durably; processing goes on by itself. PDF, KSeF XML, PNG, JPEG and TIFF."
	return op
}

// describeUpload adds the form to the document only: if the operation had it, the framework would read the whole body.
func describeUpload(spec *huma.OpenAPI) {
	file := &huma.Schema{Type: huma.TypeString, Format: "binary", Description: "A document; repeat the field for several"}
	spec.Paths[uploadPath].Post.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
		Type: huma.TypeObject, Required: []string{uploadField},
		Properties: map[string]*huma.Schema{uploadField: {Type: huma.TypeArray, Items: file, MinItems: new(1)}},
	}}}}
}

// describeNames adds the form of file names to the document only: [checkName] refuses the same names with a better sentence.
func describeNames(spec *huma.OpenAPI) {
	form := func(name *huma.Schema) {
		name.Pattern = fmt.Sprintf(`^[^/\\\u0000-\u001f\u007f-\u009f]{1,%d}$`, maxNameBytes)
	}
	for _, operation := range []*huma.Operation{
		spec.Paths["/invoices/status/{filename}"].Get, spec.Paths["/invoices/parsed/{filename}"].Get, spec.Paths["/invoices/{filename}"].Delete,
	} {
		form(operation.Parameters[0].Schema)
	}
	form(spec.Components.Schemas.Map()["ApprovalInputBody"].Properties["documents"].Items)
}

// textOperation describes an answer that is not JSON.
func textOperation(api huma.API, id, path, summary, mediaType string) huma.Operation {
	op := operation(id, http.MethodGet, path, summary)
	problem := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	op.Responses = map[string]*huma.Response{
		"200":     {Description: summary, Content: map[string]*huma.MediaType{mediaType: {Schema: &huma.Schema{Type: huma.TypeString}}}},
		"default": {Description: "Error", Content: map[string]*huma.MediaType{problemType: {Schema: problem}}},
	}
	return op
}

// metrics hands over to the Prometheus library.
func (s *Server) metrics(context.Context, *struct{}) (*huma.StreamResponse, error) {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		r, w := humago.Unwrap(ctx)
		s.meter.handler.ServeHTTP(w, r)
	}}, nil
}

// encodeSpec runs once: the framework's own route encodes at the first request, without a lock.
func encodeSpec(spec *huma.OpenAPI) []byte {
	document, err := json.Marshal(spec)
	if err != nil {
		panic("the OpenAPI document cannot be encoded: " + err.Error()) // of constants: a test encodes it
	}
	return document
}
