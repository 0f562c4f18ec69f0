// Package web is the playground of Accord: GraphiQL with a picker of users and of example operations.
//
// Everything that the page needs is in the binary. It asks nothing from any other origin, and its
// Content-Security-Policy would not let it.
//
// The sources of the page are in the folder playground, and their build in static/playground is checked in, so that
// nobody needs Node to run the server. After a change of the sources, build it anew:
//
//	cd web/playground && npm ci && npm run build
//
// The template of the page and the examples are embedded as they are and need no build.
package web
