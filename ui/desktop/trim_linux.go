//go:build linux && cgo

package desktop

// #include <malloc.h>
// static void trim(void) {
// #ifdef __GLIBC__
// 	malloc_trim(0);
// #endif
// }
import "C"

// trim returns to the system what C code has freed and glibc keeps: a page that is left was drawn with some ten megabytes.
func trim() { C.trim() }
