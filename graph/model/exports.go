package model

import "accord/reseller"

// Export shows a file that can be fetched.
type Export struct {
	reseller.Export

	URL string
}
