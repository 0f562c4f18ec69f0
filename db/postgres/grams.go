package postgres

import "strings"

// blockBits says how many customers a block of the index of grams has: 2 to the power of it.
const blockBits = 13

// grams writes the grams of a search as the function customer_grams writes those of a customer.
func grams(of []string) any {
	numbers := make([]int64, len(of))
	for i, gram := range of {
		for _, letter := range gram {
			numbers[i] = numbers[i]<<21 | int64(letter)
		}
	}
	return numbers
}

// inBlocks is a condition of its own beside that on grams, so that the index passes over what lies between.
func inBlocks(blocks ...string) string {
	return "customer_grams(c.name_sort, c.domain, c.number) && ARRAY[-1 - (" + strings.Join(blocks, "), -1 - (") + ")]"
}
