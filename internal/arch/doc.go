// Package arch owns the laws of the house: who may import whom, what may be called where, how packages and files are
// named and described, what go.mod may say, which paths the documents may name. It is tests only and holds no code that
// runs; a law that needs an exception gets a row with its reason, here, where a reader sees all of them.
package arch
