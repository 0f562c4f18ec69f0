// Package reseller is the domain of Accord: partners, customers, invites, relationships and delegated admin privileges,
// the rules that bind them (R1 …) and the use cases that change them.
//
// It imports the standard library alone. What it needs of the outside – a store, a cache, a clock, randomness – it
// states as interfaces (Store, InviteCache) and takes in New. Each exported method of App is one use case: it opens at
// most one transaction, checks the rule inside it, and writes the change together with its events (R25).
package reseller
