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
	test := func() (*present.Trial, func(context.Context, func(string)) error) {
		s, keys := d.Bucket(), d.Keys
		return present.NewBucketTrial(s), func(ctx context.Context, passed func(string)) error {
			return p.Services.TestBucket(ctx, s, keys, passed)
		}
	}
	return p.form(
		p.OnBucket, test,
		p.entry(l.T("connect.bucket"), &d.Sync.Bucket, "s3://firma-faktury/zespol"),
		widgets.Fields(p.entry(l.T("connect.endpoint"), &d.Sync.Endpoint, l.T("connect.endpoint.aws")), p.entry(l.T("connect.region"), &d.Sync.Region, "eu-central-1")),
		widgets.Fields(p.entry(l.T("connect.access_key"), &d.Keys.Access, l.T("connect.kept")), p.secret(l.T("connect.secret_key"), &d.Keys.Secret)),
		widgets.Pad(-8, -4, -6, 0, widgets.Small(l.T("connect.keys.hint"))),
		widgets.Fields(p.entry(l.T("connect.profile"), &d.Sync.Profile, ""), p.entry(l.T("connect.minutes"), &d.Minutes, "15")),
		container.New(
			layout.NewCustomPaddedVBoxLayout(-2),
			widgets.Flush(widgets.Tick(l.T("connect.path_style"), &d.Sync.PathStyle)),
			widgets.Flush(widgets.Tick(l.T("connect.read_only"), &d.Sync.ReadOnly)),
			widgets.Flush(widgets.Tick(l.T("connect.on_open"), &d.Sync.OnOpen))),
	)
}
