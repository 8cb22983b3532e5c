package store

import (
	"bytes"
	"context"

	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager/types"

	"wattlake/lake"
)

// Large objects go in parts, so that a broken connection costs one part. The condition is checked when the parts are put
// together; S3 keeps one checksum of all parts' checksums then.
const (
	multipartBytes = 32 << 20
	partBytes      = 8 << 20
	partsAtATime   = 4
)

func (s *S3) putLarge(ctx context.Context, key lake.Key, content []byte, condition *string) error {
	mode, kmsKey := s.encryption()
	_, err := s.large.UploadObject(ctx, &transfermanager.UploadObjectInput{
		Bucket: &s.config.Bucket, Key: s.name(key), Body: bytes.NewReader(content), IfNoneMatch: condition,
		ChecksumAlgorithm: types.ChecksumAlgorithmSha256, ServerSideEncryption: types.ServerSideEncryption(mode), SSEKMSKeyID: kmsKey,
	})
	return err
}
