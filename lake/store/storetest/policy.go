package storetest

import (
	"os/exec"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// AddUser makes an account that may do nothing until a policy lets it. Its keys are its name and the secret.
func (s S3Server) AddUser(tb testing.TB, name, secret string) {
	tb.Helper()
	command := exec.CommandContext(tb.Context(), gateway(), "admin", //nolint:gosec // G204: the arguments are the test's
		"--access", S3Key, "--secret", S3Secret,
		"--endpoint-url", s.Endpoint, "--allow-insecure", "create-user", "--access", name, "--secret", secret, "--role", "user")
	if out, err := command.CombinedOutput(); err != nil {
		tb.Fatalf("%v: %s", err, out)
	}
}

// SetPolicy says who may do what in the bucket.
func (s S3Server) SetPolicy(tb testing.TB, policy string) {
	tb.Helper()
	settings, err := config.LoadDefaultConfig(tb.Context(), config.WithRegion("us-east-1"),
		config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider(S3Key, S3Secret, "")))
	if err != nil {
		tb.Fatal(err)
	}
	client := s3.NewFromConfig(settings, func(o *s3.Options) { o.UsePathStyle, o.BaseEndpoint = true, &s.Endpoint })
	if _, err := client.PutBucketPolicy(tb.Context(), &s3.PutBucketPolicyInput{Bucket: aws.String(S3Bucket), Policy: &policy}); err != nil {
		tb.Fatal(err)
	}
}
