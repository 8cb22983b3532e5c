package store

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go/logging"

	"wattlake/lake"
)

const (
	// s3Attempts is how often a request is tried before its error is reported.
	s3Attempts = 5
	// s3MaxBackoff is the longest pause between attempts.
	s3MaxBackoff = 4 * time.Second
	// s3IdleConnections keeps as many connections open as there are parallel transfers.
	s3IdleConnections = 64
	// s3AnswerTimeout is how long a server may take to begin its answer.
	s3AnswerTimeout = time.Minute
	// s3DefaultRegion signs requests where neither the settings nor the environment name a region.
	s3DefaultRegion = "us-east-1"
)

// S3Config says where a bucket is. Credentials come from AWS's default chain: environment, profile, SSO, role.
type S3Config struct {
	Bucket    string
	Prefix    string // the lake's folder in the bucket; "" is the whole bucket
	Region    string // "" asks the environment and the profile
	Endpoint  string // of a server that is not AWS; https, or http on this machine
	PathStyle bool   // the bucket is in the path and not in the host name
	Profile   string // of the AWS settings; "" is the default one
	KMSKey    string // encrypts new objects with this key (SSE-KMS)
	SSE       bool   // encrypts new objects with the bucket's own key (SSE-S3)

	AccessKey string // with SecretKey: used instead of the chain
	SecretKey string
	Limit     int64 // bytes per second, both ways together; 0 is no limit
}

// S3 is a lake in a bucket. It is safe for concurrent use.
type S3 struct {
	client *s3.Client
	large  *transfermanager.Client
	config S3Config
	prefix string // "" or ends with a slash
}

// NewS3 reads the AWS settings. It does not talk to the server: Check does.
func NewS3(ctx context.Context, c S3Config) (*S3, error) {
	prefix := strings.Trim(c.Prefix, "/")
	if c.Bucket == "" || (prefix != "" && !lake.Key(prefix).Valid()) {
		return nil, &lake.Error{Code: lake.CodeUsage, Op: "store: open bucket", Message: lake.Text{
			PL: "Podaj nazwę koszyka (bucket) i poprawny folder w nim.", EN: "Give the name of a bucket and a valid folder in it.",
		}}
	}
	if err := checkEndpoint(c.Endpoint); err != nil {
		return nil, err
	}
	options := []func(*config.LoadOptions) error{
		config.WithRegion(c.Region), config.WithDefaultRegion(s3DefaultRegion), config.WithSharedConfigProfile(c.Profile),
		config.WithRetryer(s3Retryer), config.WithHTTPClient(s3HTTPClient(c.Limit)), config.WithLogger(logging.Nop{}),
	}
	if c.AccessKey != "" {
		options = append(options, config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider(c.AccessKey, c.SecretKey, "")))
	}
	settings, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return nil, s3Problem(problemSettings, "open bucket", lake.Key(c.Bucket), err)
	}
	settings.Credentials = markedCredentials{settings.Credentials}
	client := s3.NewFromConfig(settings, func(o *s3.Options) {
		o.UsePathStyle = c.PathStyle
		o.DisableLogOutputChecksumValidationSkipped = true // of objects that others put without a checksum
		if c.Endpoint != "" {
			o.BaseEndpoint = aws.String(c.Endpoint)
		}
	})
	if prefix != "" {
		prefix += "/"
	}
	large := transfermanager.New(client, func(o *transfermanager.Options) {
		o.PartSizeBytes, o.MultipartUploadThreshold, o.Concurrency = partBytes, multipartBytes, partsAtATime
		o.FailTimeout = s3AnswerTimeout // parts of a failed upload are removed also when it was cancelled
	})
	return &S3{client: client, large: large, config: c, prefix: prefix}, nil
}

func s3HTTPClient(limit int64) *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConnsPerHost = s3IdleConnections
		t.ResponseHeaderTimeout = s3AnswerTimeout
		if limit > 0 {
			t.DialContext = newThrottle(limit).dial(t.DialContext)
		}
	})
}

// s3Retryer repeats what may pass, as the SDK does, but not what only a person can mend: they wait for the answer.
func s3Retryer() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts, o.MaxBackoff = s3Attempts, s3MaxBackoff
		hopeless := retry.IsErrorRetryableFunc(func(err error) aws.Ternary {
			if lake.IsTLS(err) || isType[*net.DNSError](err) || isType[*credentialsError](err) {
				return aws.FalseTernary
			}
			return aws.UnknownTernary
		})
		o.Retryables = append([]retry.IsErrorRetryable{hopeless}, o.Retryables...)
	})
}

// checkEndpoint refuses to send invoices in the clear, except to this machine.
func checkEndpoint(endpoint string) error {
	if endpoint == "" {
		return nil
	}
	u, err := url.Parse(endpoint)
	if err == nil && u.Host != "" && (u.Scheme == "https" || (u.Scheme == "http" && isLoopback(u.Hostname()))) {
		return nil
	}
	return &lake.Error{
		Code: lake.CodeUsage, Op: "store: open bucket", Err: err,
		Message: lake.Text{PL: fmt.Sprintf("„%s” nie jest adresem https://.", endpoint), EN: fmt.Sprintf("%q is not an https:// address.", endpoint)},
		Hint: lake.Text{
			PL: "Połączenie z serwerem musi być szyfrowane; http:// jest dozwolone tylko na tym komputerze.",
			EN: "The connection to the server must be encrypted; http:// is allowed on this machine only.",
		},
	}
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

func (s *S3) name(key lake.Key) *string { return aws.String(s.prefix + string(key)) }

// encryption returns what new objects are encrypted with; nothing leaves it to the bucket.
func (s *S3) encryption() (mode types.ServerSideEncryption, kmsKey *string) {
	switch {
	case s.config.KMSKey != "":
		return types.ServerSideEncryptionAwsKms, aws.String(s.config.KMSKey)
	case s.config.SSE:
		return types.ServerSideEncryptionAes256, nil
	}
	return "", nil
}

// markedCredentials tells errors of the credential chain from those of the server.
type markedCredentials struct{ aws.CredentialsProvider }

type credentialsError struct{ err error }

func (e *credentialsError) Error() string { return e.err.Error() }
func (e *credentialsError) Unwrap() error { return e.err }

// Retrieve returns the credentials, or an error that says it is theirs.
func (m markedCredentials) Retrieve(ctx context.Context) (aws.Credentials, error) {
	credentials, err := m.CredentialsProvider.Retrieve(ctx)
	if err != nil {
		err = &credentialsError{err}
	}
	return credentials, err
}
