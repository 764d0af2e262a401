// A static library must hold something.
int sanketang_flatbuffers_stub() { return 0; }
