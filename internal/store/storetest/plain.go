package storetest

func plain(s string) string { return s }
