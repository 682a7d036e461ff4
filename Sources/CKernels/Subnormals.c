#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

uint64_t gk_flush_subnormals(void) {
  const uint32_t before = _mm_getcsr();
  _mm_setcsr(before | 0x8040); /* FTZ and DAZ */
  return before;
}

void gk_restore_subnormals(uint64_t before) { _mm_setcsr((uint32_t)before); }
#elif defined(__aarch64__)
uint64_t gk_flush_subnormals(void) {
  uint64_t before;
  __asm__ volatile("mrs %0, fpcr" : "=r"(before));
  __asm__ volatile("msr fpcr, %0" : : "r"(before | 1ull << 24)); /* FZ */
  return before;
}

void gk_restore_subnormals(uint64_t before) { __asm__ volatile("msr fpcr, %0" : : "r"(before)); }
#else
uint64_t gk_flush_subnormals(void) { return 0; }
void gk_restore_subnormals(uint64_t before) { (void)before; }
#endif
