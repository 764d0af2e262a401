// A static library must hold something.
int sanketang_absl_stub() { return 0; }
