package store

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"wattlake/lake"
)

// The steps before those of [S3.Check].
const (
	StepDNS         Step = "dns"
	StepConnect     Step = "connect"
	StepTLS         Step = "tls" // of servers that are spoken to in the clear it is none
	StepClock       Step = "time"
	StepCredentials Step = "credentials"
	StepBucket      Step = "bucket"
)

// maxSkew is how far the clocks may be apart: S3 refuses requests that are older than 15 minutes.
const maxSkew = 10 * time.Minute

// Diagnose takes the way to the bucket step by step: the server's name, the connection, its certificate, the clocks, the credentials, the
// bucket, then [S3.Check]. It calls passed after each step; the failing one is the one after the last that passed.
func (s *S3) Diagnose(ctx context.Context, now func() time.Time, passed func(Step)) error {
	address, err := s.address(ctx)
	if err != nil {
		return err
	}
	date, err := s.reach(ctx, address, passed)
	if err != nil {
		return err
	}
	if skew := now().Sub(date); !date.IsZero() && (skew > maxSkew || skew < -maxSkew) {
		return s3Problem(problemClock, "check", lake.Key(s.config.Bucket), nil)
	}
	passed(StepClock)
	if _, err := s.client.Options().Credentials.Retrieve(ctx); err != nil {
		return s3Error(ctx, "check", lake.Key(s.config.Bucket), &credentialsError{err})
	}
	err = s.checkList(ctx) // not HEAD, whose answers have no reason
	if code := lake.CodeOf(err); err == nil || code == CodeNoBucket || code == CodeAccessDenied {
		passed(StepCredentials)
	}
	if err != nil {
		return err
	}
	passed(StepBucket)
	return s.Check(ctx, passed)
}

// address returns the URL that requests for the bucket go to.
func (s *S3) address(ctx context.Context) (*url.URL, error) {
	anybody := credentials.NewStaticCredentialsProvider("-", "-", "") // the address depends on no keys, and these may be missing
	signed, err := s3.NewPresignClient(s.client, s3.WithPresignClientFromClientOptions(func(o *s3.Options) { o.Credentials = anybody })).PresignHeadBucket(ctx, &s3.HeadBucketInput{Bucket: &s.config.Bucket})
	if err != nil {
		return nil, s3Error(ctx, "check", lake.Key(s.config.Bucket), err)
	}
	u, err := url.Parse(signed.URL)
	if err != nil {
		return nil, s3Problem(problemSettings, "check", lake.Key(s.config.Bucket), err)
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}, nil
}

// reach looks the server up, greets it without credentials, and returns what time it says it is.
func (s *S3) reach(ctx context.Context, address *url.URL, passed func(Step)) (time.Time, error) {
	key := lake.Key(s.config.Bucket)
	if _, err := net.DefaultResolver.LookupHost(ctx, address.Hostname()); err != nil {
		return time.Time{}, s3Error(ctx, "check", key, err)
	}
	passed(StepDNS)
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, address.String(), http.NoBody)
	if err != nil {
		return time.Time{}, s3Problem(problemSettings, "check", key, err)
	}
	response, err := s.client.Options().HTTPClient.Do(request) // which trusts the certificates of AWS_CA_BUNDLE
	if err != nil {
		err = s3Error(ctx, "check", key, err)
		if lake.CodeOf(err) == CodeTLS {
			passed(StepConnect)
		}
		return time.Time{}, err
	}
	_ = response.Body.Close() // of an answer without a body
	passed(StepConnect)
	if address.Scheme == "https" {
		passed(StepTLS)
	}
	date, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		return time.Time{}, nil //nolint:nilerr // the server does not say
	}
	return date, nil
}
