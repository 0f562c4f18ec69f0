package reseller

// chinese gives the Chinese of every sentence that refuses, and of the words that sentences name (R19).
var chinese = map[string]string{}
