// A static library must hold something.
int sanketang_openssl_stub(void) { return 0; }
