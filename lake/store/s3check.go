package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"wattlake/lake"
)

// Step is a part of a connection test.
type Step string

// The steps of a connection test in their order. What fails on the way to the server (its name, TLS, the clock,
// credentials) shows in the first and has a code of its own.
const (
	StepList           Step = "list"
	StepPut            Step = "put"
	StepGet            Step = "get"
	StepConditionalPut Step = "conditional_put"
	StepDelete         Step = "delete"
)

// checkPrefix begins the names of the objects that Check makes and deletes.
const checkPrefix = ".wattlake/check-"

// Check tries everything that a lake does with a bucket, calls passed after each step, and returns the first error. An
// error with [CodeUnconditional] means that objects can be exchanged but tables must not be written.
func (s *S3) Check(ctx context.Context, passed func(Step)) error {
	key := lake.Key(checkPrefix + rand.Text())
	content := []byte("wattlake")
	steps := []struct {
		step Step
		run  func() error
	}{
		{StepList, func() error { return s.checkList(ctx) }},
		{StepPut, func() error { return s3Checked(ctx, key, s.put(ctx, key, content, nil)) }},
		{StepGet, func() error { return s.checkGet(ctx, key, content) }},
		{StepConditionalPut, func() error { return s.checkConditional(ctx, key, content) }},
		{StepDelete, func() error { return s.Delete(ctx, key) }},
	}
	for i, step := range steps {
		if err := step.run(); err != nil {
			if i > 0 && step.step != StepDelete {
				err = errors.Join(err, s.Delete(ctx, key))
			}
			return err
		}
		passed(step.step)
	}
	return nil
}

func s3Checked(ctx context.Context, key lake.Key, err error) error {
	if err != nil {
		return s3Error(ctx, "check", key, err)
	}
	return nil
}

func (s *S3) checkList(ctx context.Context) error {
	_, err := s.client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: &s.config.Bucket, Prefix: s.name(""), MaxKeys: aws.Int32(1)})
	return s3Checked(ctx, lake.Key(s.prefix), err)
}

func (s *S3) checkGet(ctx context.Context, key lake.Key, want []byte) error {
	got, err := s.Get(ctx, key)
	if err == nil && !bytes.Equal(got, want) {
		err = s3Problem(problemCorrupt, "check", key, errors.New("another content than was put"))
	}
	return err
}

// checkConditional puts again what is there: a server that says it created the object has ignored the condition.
func (s *S3) checkConditional(ctx context.Context, key lake.Key, content []byte) error {
	created, err := s.PutIfAbsent(ctx, key, content)
	if err == nil && created {
		err = s3Problem(problemUnconditional, "check", key, errors.New("an object was replaced"))
	}
	return err
}
