// Package store keeps the objects of a lake: in a folder ([Dir]), in memory ([Memory]) or in a bucket ([S3]).
//
// Objects are written once. PutIfAbsent is atomic between processes: of many writers of one key exactly one is told that it
// created the object, and what it wrote survives a power cut. Every implementation passes the suite in package storetest.
package store
