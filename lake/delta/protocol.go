package delta

import (
	"errors"
	"fmt"
	"slices"
)

// The protocol that this package speaks and gives to the tables it makes.
const (
	readerVersion = 1
	writerVersion = 2

	// From these versions on, a table lists the features that it needs.
	readerFeatureVersion = 3
	writerFeatureVersion = 7
)

// errFeature is wrapped by the reasons why a table cannot be read or written.
var errFeature = errors.New("not supported")

// Features that ask nothing of a reader of file lists, or nothing that writer version 2 does not ask.
var (
	knownReaderFeatures = []string{"timestampNtz", "vacuumProtocolCheck"}
	knownWriterFeatures = []string{"appendOnly", "invariants", "timestampNtz"}
)

// appendOnlyProperty forbids taking rows out of a table.
const appendOnlyProperty = "delta.appendOnly"

func (p *ProtocolAction) checkRead() error {
	switch {
	case p.MinReaderVersion <= readerVersion:
		return nil
	case p.MinReaderVersion != readerFeatureVersion:
		return fmt.Errorf("reader version %d: %w", p.MinReaderVersion, errFeature)
	}
	return checkFeatures("reader", p.ReaderFeatures, knownReaderFeatures)
}

func (p *ProtocolAction) checkWrite() error {
	switch {
	case p.MinWriterVersion <= writerVersion:
		return nil
	case p.MinWriterVersion != writerFeatureVersion:
		return fmt.Errorf("writer version %d: %w", p.MinWriterVersion, errFeature)
	}
	return checkFeatures("writer", p.WriterFeatures, knownWriterFeatures)
}

func checkFeatures(role string, needed, known []string) error {
	for _, feature := range needed {
		if !slices.Contains(known, feature) {
			return fmt.Errorf("%s feature %q: %w", role, feature, errFeature)
		}
	}
	return nil
}

// checkInvariants refuses to write where a column has a rule that only an engine with expressions could check.
func checkInvariants(fields []Field) error {
	for _, field := range fields {
		if _, has := field.Extra["delta.invariants"]; has {
			return fmt.Errorf("invariant of column %q: %w", field.Name, errFeature)
		}
		if err := checkInvariants(field.Type.Fields); err != nil {
			return err
		}
		if field.Type.Elem != nil {
			if err := checkInvariants(field.Type.Elem.Fields); err != nil {
				return err
			}
		}
	}
	return nil
}
