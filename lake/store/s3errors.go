package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"

	"wattlake/lake"
)

// The codes of what can be wrong between here and a bucket.
const (
	CodeServerUnknown lake.Code = "s3_server_unknown" // its name cannot be resolved
	CodeUnreachable   lake.Code = "s3_unreachable"
	CodeTLS           lake.Code = "s3_tls"
	CodeCredentials   lake.Code = "s3_credentials"
	CodeAccessDenied  lake.Code = "s3_access_denied"
	CodeNoBucket      lake.Code = "s3_no_bucket"
	CodeRegion        lake.Code = "s3_region"
	CodeClockSkew     lake.Code = "s3_clock_skew"
	CodeBusyServer    lake.Code = "s3_busy"
	CodeUnconditional lake.Code = "s3_no_conditional_writes"
	CodeS3Settings    lake.Code = "s3_settings"
)

// problem is a kind of error with what a person should know of it.
type problem struct {
	code          lake.Code
	message, hint lake.Text
}

var (
	problemServerUnknown = problem{
		CodeServerUnknown,
		lake.Text{PL: "Nie znaleziono serwera o tej nazwie.", EN: "No server of this name was found."},
		lake.Text{PL: "Sprawdź nazwę serwera i połączenie z siecią.", EN: "Check the server's address and the network connection."},
	}
	problemUnreachable = problem{
		CodeUnreachable,
		lake.Text{PL: "Nie można połączyć się z serwerem.", EN: "The server cannot be reached."},
		lake.Text{PL: "Sprawdź połączenie z siecią, nazwę serwera i port; synchronizację można powtórzyć w każdej chwili.", EN: "Check the network, the server's name and the port; a sync can be repeated at any time."},
	}
	problemTLS = problem{
		CodeTLS,
		lake.Text{PL: "Certyfikat serwera nie jest zaufany albo serwer nie szyfruje połączeń.", EN: "The server's certificate is not trusted, or it does not encrypt."},
		lake.Text{PL: "Sprawdź nazwę serwera. Własny certyfikat wskaż zmienną AWS_CA_BUNDLE.", EN: "Check the server's name. Name a certificate of your own with AWS_CA_BUNDLE."},
	}
	problemCredentials = problem{
		CodeCredentials,
		lake.Text{PL: "Serwer nie przyjął kluczy dostępu albo nie ma ich w ustawieniach AWS.", EN: "The access keys are missing from the AWS settings, or the server refused them."},
		lake.Text{PL: "Sprawdź profil AWS; po wygaśnięciu zaloguj się ponownie („aws sso login”).", EN: "Check the AWS profile; if it has expired, sign in again (\"aws sso login\")."},
	}
	problemAccess = problem{
		CodeAccessDenied,
		lake.Text{PL: "Te klucze nie mają prawa do tej operacji w koszyku.", EN: "These keys may not do this in the bucket."},
		lake.Text{PL: "Poproś administratora o uprawnienia z dokumentacji.", EN: "Ask the administrator for the permissions listed in the documentation."},
	}
	problemNoBucket = problem{
		CodeNoBucket,
		lake.Text{PL: "Koszyk o tej nazwie nie istnieje.", EN: "There is no bucket of this name."},
		lake.Text{PL: "Sprawdź nazwę koszyka, region i serwer.", EN: "Check the bucket's name, the region and the server's address."},
	}
	problemRegion = problem{
		CodeRegion,
		lake.Text{PL: "Koszyk leży w innym regionie.", EN: "The bucket is in another region."},
		lake.Text{PL: "Popraw region w ustawieniach.", EN: "Correct the region in the settings."},
	}
	problemClock = problem{
		CodeClockSkew,
		lake.Text{PL: "Zegar tego komputera różni się zbyt mocno od zegara serwera.", EN: "This computer's clock differs too much from the server's."},
		lake.Text{PL: "Włącz automatyczne ustawianie czasu.", EN: "Turn on automatic time."},
	}
	problemBusy = problem{
		CodeBusyServer,
		lake.Text{PL: "Serwer jest przeciążony lub ma awarię.", EN: "The server is overloaded or out of order."},
		lake.Text{PL: "Spróbuj ponownie za chwilę.", EN: "Try again in a while."},
	}
	problemUnconditional = problem{
		CodeUnconditional,
		lake.Text{PL: "Serwer nie obsługuje zapisu warunkowego (If-None-Match).", EN: "The server does not support conditional writes (If-None-Match)."},
		lake.Text{PL: "Bez niego tabele zespołu mogłyby ucierpieć; użyj nowszego serwera S3.", EN: "Without them the team's tables could be damaged; use a newer S3 server."},
	}
	problemFull = problem{
		lake.CodeDiskFull,
		lake.Text{PL: "Na serwerze nie ma już miejsca.", EN: "The server is full."},
		lake.Text{PL: "Zwolnij miejsce albo poproś administratora o zwiększenie limitu.", EN: "Free some space, or ask the administrator for a larger quota."},
	}
	problemCorrupt = problem{
		lake.CodeCorrupt,
		lake.Text{PL: "Obiekt na serwerze jest uszkodzony.", EN: "The object on the server is damaged."},
		lake.Text{PL: "Sprawdź jezioro poleceniem „verify --remote”.", EN: "Check the lake with the command \"verify --remote\"."},
	}
	problemSettings = problem{
		CodeS3Settings,
		lake.Text{PL: "Ustawienia AWS są niepoprawne.", EN: "The AWS settings are not valid."},
		lake.Text{PL: "Sprawdź nazwę profilu i pliki w folderze .aws.", EN: "Check the profile's name and the files in the folder .aws."},
	}
	problemOther = problem{
		lake.CodeIO,
		lake.Text{PL: "Serwer odrzucił operację.", EN: "The server refused the operation."},
		lake.Text{PL: "Szczegóły są w dzienniku programu.", EN: "Details are in the program's log."},
	}
)

// apiProblems are the error codes of S3 and of servers that speak like it.
var apiProblems = map[string]problem{
	"InvalidAccessKeyId": problemCredentials, "SignatureDoesNotMatch": problemCredentials, "ExpiredToken": problemCredentials,
	"ExpiredTokenException": problemCredentials, "InvalidToken": problemCredentials, "TokenRefreshRequired": problemCredentials,
	"XAdminUserNotFound": problemCredentials,
	"AccessDenied":       problemAccess, "AllAccessDisabled": problemAccess, "AccountProblem": problemAccess, "Forbidden": problemAccess,
	"NoSuchBucket": problemNoBucket, "InvalidBucketName": problemNoBucket,
	"PermanentRedirect": problemRegion, "AuthorizationHeaderMalformed": problemRegion, "IllegalLocationConstraintException": problemRegion,
	"RequestTimeTooSkewed": problemClock, "RequestExpired": problemClock,
	"SlowDown": problemBusy, "ServiceUnavailable": problemBusy, "InternalError": problemBusy, "TooManyRequests": problemBusy,
	"NotImplemented": problemUnconditional,
	"QuotaExceeded":  problemFull, "XMinioStorageFull": problemFull, "InsufficientStorage": problemFull,
	"BadDigest": problemCorrupt, "XAmzContentChecksumMismatch": problemCorrupt,
}

// statusProblems are for answers without a code, such as those to HEAD.
var statusProblems = map[int]problem{
	http.StatusMovedPermanently: problemRegion, http.StatusUnauthorized: problemCredentials, http.StatusForbidden: problemAccess,
	http.StatusTooManyRequests: problemBusy, http.StatusBadGateway: problemBusy, http.StatusServiceUnavailable: problemBusy,
	http.StatusGatewayTimeout: problemBusy, http.StatusInternalServerError: problemBusy, http.StatusInsufficientStorage: problemFull,
}

// apiCode returns the server's name for the error, "" if the error is not the server's.
func apiCode(err error) string {
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		return api.ErrorCode()
	}
	return ""
}

// s3Error gives an error of a request its code and sentence.
func s3Error(ctx context.Context, op string, key lake.Key, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("store: %s %s: %w", op, key, ctx.Err())
	}
	switch apiCode(err) {
	case "NoSuchKey", "NotFound", "NoSuchVersion":
		return notFound(op, key)
	}
	return s3Problem(diagnose(err), op, key, err)
}

func s3Problem(p problem, op string, key lake.Key, err error) error {
	return &lake.Error{Code: p.code, Op: "store: " + op, Message: p.message, Hint: p.hint, Err: fmt.Errorf("%s: %w", key, err)}
}

// diagnose tells what is wrong, from the nearest cause to the farthest.
func diagnose(err error) problem {
	if isType[*credentialsError](err) {
		return problemCredentials
	}
	if found, known := apiProblems[apiCode(err)]; known {
		return found
	}
	if response, ok := errors.AsType[*awshttp.ResponseError](err); ok {
		if found, known := statusProblems[response.HTTPStatusCode()]; known {
			return found
		}
	}
	switch {
	case lake.IsTLS(err):
		return problemTLS
	case isType[*net.DNSError](err):
		return problemServerUnknown
	case strings.Contains(err.Error(), "checksum did not match"): // the SDK's error has no type
		return problemCorrupt
	case isType[net.Error](err), errors.Is(err, errBrokenBody):
		return problemUnreachable
	}
	return problemOther
}

func isType[T error](err error) bool {
	_, ok := errors.AsType[T](err)
	return ok
}
