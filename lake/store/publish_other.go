//go:build !linux

package store

import "os"

func publish(folder *os.Root, temp, base string) (created bool, err error) {
	return linkNew(folder, temp, base)
}
