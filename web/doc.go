// Package web is what browsers see of Accord: the pages for partners and customers, the page behind a link, and the
// playground, which is GraphiQL with a picker of users and of example operations.
//
// Everything that they need is in the binary. They ask nothing from any other origin but the identity provider's, where
// there is one, and their Content-Security-Policy would not let them.
//
// The sources are in the folder app, and their build in static is checked in, so that nobody needs Node to run the
// server. After a change of the sources, build it anew with make pages. What the server says of itself goes into the
// built pages by their template's actions: see shell.
package web
