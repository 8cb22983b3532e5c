// Package verify checks a whole lake, object by object and table by table, and mends what can be made again.
package verify
