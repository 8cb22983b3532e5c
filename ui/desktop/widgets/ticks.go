package widgets

import "math"

// axisRange is a value axis with round ends and a tick at every step, in axis units.
type axisRange struct {
	low, high, step float64
}

// niceRange finds a range around the values with about the wanted number of steps of 1, 2, 2.5 or 5 times a power of ten, never
// below 1 and always whole. Zero is always in it: bars without a base lie.
func niceRange(low, high float64, wanted int) axisRange {
	low, high = math.Min(0, low), math.Max(0, high)
	if high == low {
		high = 1
	}
	raw := (high - low) / float64(max(1, wanted))
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	step := 10 * power
	for _, m := range []float64{1, 2, 2.5, 5} {
		if m*power >= raw && m*power == math.Trunc(m*power) {
			step = m * power
			break
		}
	}
	step = math.Max(1, step)
	return axisRange{math.Floor(low/step) * step, math.Ceil(high/step) * step, step}
}

// ticks lists the values that get a line and a label.
func (a axisRange) ticks() []float64 {
	n := int(math.Round((a.high - a.low) / a.step))
	list := make([]float64, 0, n+1)
	for i := 0; i <= n; i++ {
		list = append(list, a.low+float64(i)*a.step)
	}
	return list
}

// place maps a value to a distance along an axis of the length.
func (a axisRange) place(value float64, length float32) float32 {
	return float32((value - a.low) / (a.high - a.low) * float64(length))
}
