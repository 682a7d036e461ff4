#include <stdlib.h>
#include <string.h>

#include "CKernels.h"
#include "Levels.h"

int gk_level = LEVEL_BASE;
static int asked = 0;

int gk_highest_class(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return 4;
  if (__builtin_cpu_supports("x86-64-v3")) return 3;
  if (__builtin_cpu_supports("x86-64-v2")) return 2;
#endif
  return 0;
}

static int level_of_class(int number) { return number == 4 ? LEVEL_V4 : number == 3 ? LEVEL_V3 : LEVEL_BASE; }

int gk_class_named(const char *name) {
  return strlen(name) == 2 && name[0] == 'v' && name[1] >= '2' && name[1] <= '4' ? name[1] - '0' : 0;
}

int gk_use_class(int number) {
  if (number < 2 || number > gk_highest_class()) return 0;
  asked = number;
  gk_level = level_of_class(number);
  return 1;
}

int gk_asked_class(void) { return asked; }

/* A name that is wrong here changes nothing: who reads the command line says so. */
__attribute__((constructor)) static void choose(void) {
  gk_level = level_of_class(gk_highest_class());
  const char *name = getenv("GROKLINE_NUMERIC_CLASS");
  if (name) gk_use_class(gk_class_named(name));
}

const char *gk_dispatch_level(void) {
#if defined(__x86_64__)
  return gk_level == LEVEL_V4 ? "x86-64-v4" : gk_level == LEVEL_V3 ? "x86-64-v3" : "x86-64";
#elif defined(__aarch64__)
  return "aarch64";
#else
  return "generic";
#endif
}
