package warehouse

import "wattlake/lake/delta"

type model struct {
	name    string
	columns []delta.Field
}
type goldTable struct {
	*table
	model model
}

var goldModels []model
