// Package connect has the forms for the team's bucket and the team's Kafka; a test of the connection names the step that fails.
package connect

import (
	"context"

	"fyne.io/fyne/v2"

	"wattlake/ui/present"
	"wattlake/ui/settings"
)

// Keys open a bucket. They are kept apart from the settings.
type Keys struct{ Access, Secret string }

// Services tests connections and keeps secrets. Its functions may take their time; nil means that there is no such thing.
type Services struct {
	// TestBucket calls passed after each step. Empty keys mean those that are kept.
	TestBucket func(ctx context.Context, s settings.Sync, keys Keys, passed func(step string)) error
	TestKafka  func(ctx context.Context, k settings.Kafka, password string, passed func(step string)) error
	// KeepKeys and KeepPassword put secrets into the system's keyring. Where there is none they are known until the program
	// ends, and the error says so.
	KeepKeys     func(ctx context.Context, s settings.Sync, keys Keys) error
	KeepPassword func(ctx context.Context, user, password string) error
}

// Draft is what a person has typed and not saved yet.
type Draft struct {
	Sync     settings.Sync
	Keys     Keys
	Kafka    settings.Kafka
	Brokers  string // as typed
	Password string
	Minutes  string
}

// Params is what the forms need.
type Params struct {
	Locale   *present.Locale
	Draft    *Draft
	Services Services
	Go       func(func(ctx context.Context)) // runs beside the drawing thread
	// OnBucket and OnKafka save what is in the draft; nil hides the buttons.
	OnBucket   func()
	OnKafka    func()
	OnShortcut func(fyne.Shortcut)
	OnSteps    func() // the steps of a test have grown at the end of the form: bring them into sight
}
