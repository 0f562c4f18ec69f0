package backup

// Replace is replace, for tests of what goes wrong within it.
var Replace = replace
