// Package ops is what those who run the server see of it: logs, metrics, liveness and readiness.
package ops
