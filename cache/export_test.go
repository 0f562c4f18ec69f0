package cache

// Kept tells how many buckets there are, once what has expired is gone.
func (b *MemoryBucket) Kept() int {
	b.buckets.CleanUp()
	return b.buckets.EstimatedSize()
}
