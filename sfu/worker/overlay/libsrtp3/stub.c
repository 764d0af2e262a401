// A static library must hold something.
int sanketang_libsrtp3_stub(void) { return 0; }
