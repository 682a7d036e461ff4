#include "CStorage.h"
#if defined(__x86_64__)
#include <cpuid.h>
#endif

int gk_storage_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return gk_avx512;
  if (__builtin_cpu_supports("x86-64-v3")) return gk_avx2;
#endif
  return gk_portable;
}

int gk_hashes_fast_alone(void) {
#if defined(__x86_64__)
  unsigned a, b = 0, c, d;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
#else
  return 1;
#endif
}
