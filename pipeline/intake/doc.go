// Package intake tells what a dropped file is, and takes the documents out of archives and mails. Whatever a file promises about
// itself, opening it costs no more than the bounds that are named here.
package intake
