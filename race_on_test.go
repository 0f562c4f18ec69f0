//go:build race

package main

// raced is whether the tests run with the race detector; the program is built with it then.
const raced = true
