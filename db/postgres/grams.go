package postgres

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
