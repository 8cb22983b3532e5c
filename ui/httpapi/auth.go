package httpapi

import (
	"net/http"
	"strings"

	"wattlake/lake"
)

// authorized lets only requests through that carry a token of the store (RFC 6750). Without a store it lets all through.
func (s *Server) authorized(next http.Handler) http.Handler {
	if s.tokens == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if !strings.EqualFold(scheme, "Bearer") {
			secret = ""
		}
		token, ok, err := s.tokens.Check(strings.TrimSpace(secret))
		switch {
		case err != nil:
			writeProblem(w, r, err)
		case !ok:
			w.Header().Set("WWW-Authenticate", `Bearer realm="wattlake"`)
			writeProblem(w, r, unauthorized())
		default:
			infoOf(r.Context()).token = token.Name
			next.ServeHTTP(w, r)
		}
	})
}

func unauthorized() error {
	return withStatus(http.StatusUnauthorized, &lake.Error{
		Code: lake.CodeUsage, Op: "http: authorize",
		Message: lake.Text{PL: "Brakuje ważnego tokenu.", EN: "A valid token is missing."},
		Hint: lake.Text{
			PL: "Utwórz token: wattlake serve token create NAZWA, i wyślij nagłówek Authorization: Bearer TOKEN.",
			EN: "Create a token: wattlake serve token create NAME, and send the header Authorization: Bearer TOKEN.",
		},
	})
}
