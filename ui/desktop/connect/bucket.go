package connect

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// Bucket is the form for the team's bucket.
func Bucket(p Params) fyne.CanvasObject {
	l, d := p.Locale, p.Draft
	entry := func(value *string, hint string) fyne.CanvasObject { return widgets.NewEntry(value, hint, p.OnShortcut) }
	test := newTrial(p, func() (*present.Trial, func(context.Context, func(string)) error) {
		s, keys := d.Bucket(), d.Keys
		return present.NewBucketTrial(), func(ctx context.Context, passed func(string)) error {
			return p.Services.TestBucket(ctx, s, keys, passed)
		}
	})
	buttons := container.NewHBox(test.button)
	if p.OnBucket != nil {
		buttons = container.NewHBox(widgets.PrimaryButton("approve", l.T("connect.save"), p.OnBucket), test.button)
	}
	return container.New(
		layout.NewCustomPaddedVBoxLayout(12),
		widgets.Field(l.T("connect.bucket"), entry(&d.Sync.Bucket, "s3://firma-faktury/zespol"), ""),
		widgets.Fields(
			widgets.Field(l.T("connect.endpoint"), entry(&d.Sync.Endpoint, l.T("connect.endpoint.aws")), ""),
			widgets.Field(l.T("connect.region"), entry(&d.Sync.Region, "eu-central-1"), "")),
		widgets.Fields(
			widgets.Field(l.T("connect.access_key"), entry(&d.Keys.Access, l.T("connect.kept")), ""),
			widgets.Field(l.T("connect.secret_key"), widgets.NewSecret(&d.Keys.Secret, l.T("connect.kept"), p.OnShortcut), "")),
		widgets.Pad(-8, -4, -6, 0, widgets.Small(l.T("connect.keys.hint"))),
		widgets.Fields(
			widgets.Field(l.T("connect.profile"), entry(&d.Sync.Profile, ""), ""),
			widgets.Field(l.T("connect.minutes"), entry(&d.Minutes, "15"), "")),
		container.New(layout.NewCustomPaddedVBoxLayout(-2),
			widgets.Tick(l.T("connect.path_style"), &d.Sync.PathStyle),
			widgets.Tick(l.T("connect.read_only"), &d.Sync.ReadOnly),
			widgets.Tick(l.T("connect.on_open"), &d.Sync.OnOpen)),
		buttons, test.steps,
	)
}
