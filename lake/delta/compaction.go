package delta

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// PlanCompaction says which files to rewrite as one: groups of at least two files of one partition that together are at
// most target bytes. Files of half the target and more are left alone. The same files give the same plan.
func PlanCompaction(files []File, target int64) [][]File {
	partitions := make(map[string][]File)
	for _, file := range files {
		if file.Size < target/2 {
			key := partitionKey(file.PartitionValues)
			partitions[key] = append(partitions[key], file)
		}
	}
	var plan [][]File
	for _, key := range slices.Sorted(maps.Keys(partitions)) {
		plan = append(plan, planPartition(partitions[key], target)...)
	}
	return plan
}

// planPartition fills one group after the other, smallest files first: that gets rid of the most files.
func planPartition(files []File, target int64) [][]File {
	slices.SortFunc(files, func(a, b File) int { return cmp.Or(cmp.Compare(a.Size, b.Size), cmp.Compare(a.Path, b.Path)) })
	var plan [][]File
	var size int64
	start := 0
	for i, file := range files {
		if size+file.Size > target {
			plan = append(plan, files[start:i])
			start, size = i, 0
		}
		size += file.Size
	}
	plan = append(plan, files[start:])
	return slices.DeleteFunc(plan, func(group []File) bool { return len(group) < 2 })
}

func partitionKey(values map[string]string) string {
	var key strings.Builder
	for _, column := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(&key, "%q=%q,", column, values[column])
	}
	return key.String()
}
