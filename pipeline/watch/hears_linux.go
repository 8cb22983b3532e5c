package watch

import (
	"slices"

	"golang.org/x/sys/unix"
)

// local are the kinds of disks that only this computer writes to, so that the system tells of every change (statfs(2)). ZFS and
// the driver ntfs3 have no name in the package unix.
var local = []uint32{
	unix.EXT4_SUPER_MAGIC, unix.BTRFS_SUPER_MAGIC, unix.XFS_SUPER_MAGIC, unix.F2FS_SUPER_MAGIC, unix.BCACHEFS_SUPER_MAGIC, zfs, unix.TMPFS_MAGIC,
	unix.OVERLAYFS_SUPER_MAGIC, unix.ECRYPTFS_SUPER_MAGIC, unix.EXFAT_SUPER_MAGIC, unix.MSDOS_SUPER_MAGIC, ntfs, unix.REISERFS_SUPER_MAGIC,
}

const (
	zfs  = 0x2fc12fc1
	ntfs = 0x7366746e
)

// hearsAll reports whether the system tells of every change in the folder. On a network share it tells of this computer's own only;
// of what is unknown nothing is believed.
func hearsAll(dir string) bool {
	var disk unix.Statfs_t
	return unix.Statfs(dir, &disk) == nil && slices.Contains(local, uint32(disk.Type)) //nolint:gosec // it has 32 bits
}
