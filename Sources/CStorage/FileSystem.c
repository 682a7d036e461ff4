#define _GNU_SOURCE
#include "CStorage.h"
#include <unistd.h>

int gk_flush_file_system(int descriptor) { return syncfs(descriptor); }
