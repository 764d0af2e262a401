// A static library must hold something.
int sanketang_libuv_stub(void) { return 0; }
