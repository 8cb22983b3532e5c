package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"wattlake/lake"
)

// PutIfAbsent uploads the object with its SHA-256, which the server verifies and keeps, on condition that there is none
// (If-None-Match: *). When the answer to an upload is lost and it is repeated, created is false although this call created
// the object; whoever must know compares the content.
func (s *S3) PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (created bool, err error) {
	if err := checkKey(ctx, "put", key); err != nil {
		return false, err
	}
	for range s3Attempts {
		if err = s.upload(ctx, key, content, aws.String("*")); apiCode(err) != "ConditionalRequestConflict" {
			break
		}
	}
	if apiCode(err) == "PreconditionFailed" {
		return false, nil
	}
	if err != nil {
		return false, s3Error(ctx, "put", key, err)
	}
	return true, nil
}

// Put uploads the object, also over one that is there: for servers that know no conditions, and content that the key names.
func (s *S3) Put(ctx context.Context, key lake.Key, content []byte) error {
	if err := checkKey(ctx, "put", key); err != nil {
		return err
	}
	if err := s.upload(ctx, key, content, nil); err != nil {
		return s3Error(ctx, "put", key, err)
	}
	return nil
}

func (s *S3) upload(ctx context.Context, key lake.Key, content []byte, condition *string) error {
	if len(content) >= multipartBytes {
		return s.putLarge(ctx, key, content, condition)
	}
	return s.put(ctx, key, content, condition)
}

func (s *S3) put(ctx context.Context, key lake.Key, content []byte, condition *string) error {
	sum := sha256.Sum256(content)
	mode, kmsKey := s.encryption()
	_, err := s.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &s.config.Bucket, Key: s.name(key), Body: bytes.NewReader(content), IfNoneMatch: condition,
		ContentLength: aws.Int64(int64(len(content))), ChecksumSHA256: aws.String(base64.StdEncoding.EncodeToString(sum[:])),
		ServerSideEncryption: mode, SSEKMSKeyId: kmsKey,
	})
	return err
}

// Get returns the whole object, or an error with [lake.CodeNotFound]. The content is verified against the checksum that
// the server keeps.
func (s *S3) Get(ctx context.Context, key lake.Key) ([]byte, error) {
	if err := checkKey(ctx, "get", key); err != nil {
		return nil, err
	}
	var err error
	for range s3Attempts { // the SDK repeats requests, but not when their body breaks off
		var content []byte
		content, err = s.get(ctx, key)
		if err == nil {
			return content, nil
		}
		if !errors.Is(err, errBrokenBody) || ctx.Err() != nil {
			break
		}
	}
	return nil, s3Error(ctx, "get", key, err)
}

var errBrokenBody = errors.New("the transfer broke off")

func (s *S3) get(ctx context.Context, key lake.Key) (content []byte, err error) {
	object, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.config.Bucket, Key: s.name(key), ChecksumMode: types.ChecksumModeEnabled})
	if err != nil {
		return nil, err
	}
	defer func() { _ = object.Body.Close() }() // read to its end, or given up
	var buffer bytes.Buffer
	buffer.Grow(int(max(0, min(aws.ToInt64(object.ContentLength), lake.MaxDocumentBytes))) + bytes.MinRead)
	if _, err := io.Copy(&buffer, object.Body); err != nil {
		return nil, fmt.Errorf("%w: %w", errBrokenBody, err)
	}
	return buffer.Bytes(), nil
}

// Stat returns the object's size, or an error with [lake.CodeNotFound].
func (s *S3) Stat(ctx context.Context, key lake.Key) (lake.ObjectInfo, error) {
	head, err := s.head(ctx, key)
	if err != nil {
		return lake.ObjectInfo{}, err
	}
	return lake.ObjectInfo{Key: key, Size: aws.ToInt64(head.ContentLength)}, nil
}

// Modified returns when the object was written, by the clock of the server.
func (s *S3) Modified(ctx context.Context, key lake.Key) (time.Time, error) {
	head, err := s.head(ctx, key)
	if err != nil {
		return time.Time{}, err
	}
	return aws.ToTime(head.LastModified), nil
}

func (s *S3) head(ctx context.Context, key lake.Key) (*s3.HeadObjectOutput, error) {
	if err := checkKey(ctx, "stat", key); err != nil {
		return nil, err
	}
	head, err := s.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &s.config.Bucket, Key: s.name(key)})
	if err != nil {
		return nil, s3Error(ctx, "stat", key, err)
	}
	return head, nil
}

// Delete removes the object. A missing object is no error. In a bucket that keeps versions they stay; see Erase.
func (s *S3) Delete(ctx context.Context, key lake.Key) error {
	if err := checkKey(ctx, "delete", key); err != nil {
		return err
	}
	_, err := s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &s.config.Bucket, Key: s.name(key)})
	if err == nil || apiCode(err) == "NoSuchKey" {
		return nil
	}
	return s3Error(ctx, "delete", key, err)
}

// Erase removes the object and, in a bucket that keeps versions, every version of it.
func (s *S3) Erase(ctx context.Context, key lake.Key) error {
	if err := s.Delete(ctx, key); err != nil { // also where versions cannot be listed
		return err
	}
	pages := s3.NewListObjectVersionsPaginator(s.client, &s3.ListObjectVersionsInput{Bucket: &s.config.Bucket, Prefix: s.name(key)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return s3Error(ctx, "erase", key, err)
		}
		for _, version := range page.Versions {
			if err := s.eraseVersion(ctx, key, version.Key, version.VersionId); err != nil {
				return err
			}
		}
		for _, marker := range page.DeleteMarkers {
			if err := s.eraseVersion(ctx, key, marker.Key, marker.VersionId); err != nil {
				return err
			}
		}
	}
	return nil
}

// eraseVersion deletes one version if it is of the key and not of a longer one.
func (s *S3) eraseVersion(ctx context.Context, key lake.Key, name, version *string) error {
	if aws.ToString(name) != *s.name(key) {
		return nil
	}
	if _, err := s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &s.config.Bucket, Key: name, VersionId: version}); err != nil {
		return s3Error(ctx, "erase", key, err)
	}
	return nil
}

// List yields the objects that begin with prefix, page by page, in the server's order, which is that of the keys' bytes.
func (s *S3) List(ctx context.Context, prefix lake.Key) iter.Seq2[lake.ObjectInfo, error] {
	return func(yield func(lake.ObjectInfo, error) bool) {
		pages := s3.NewListObjectsV2Paginator(s.client, &s3.ListObjectsV2Input{Bucket: &s.config.Bucket, Prefix: s.name(prefix)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(lake.ObjectInfo{}, s3Error(ctx, "list", prefix, err))
				return
			}
			for _, object := range page.Contents {
				key := lake.Key(strings.TrimPrefix(aws.ToString(object.Key), s.prefix))
				if !key.Valid() { // "folder/", as web consoles make them
					continue
				}
				if !yield(lake.ObjectInfo{Key: key, Size: aws.ToInt64(object.Size)}, nil) {
					return
				}
			}
		}
	}
}
