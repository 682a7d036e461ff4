#include "CStorage.h"

#if defined(__x86_64__)
#define DISPATCHED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define DISPATCHED
#endif

DISPATCHED
void gk_split_planes(size_t n, const uint32_t *restrict words, const uint32_t *restrict base,
                     uint8_t *restrict planes) {
  uint8_t *restrict a = planes, *restrict b = planes + n, *restrict c = planes + 2 * n, *restrict d = planes + 3 * n;
  for (size_t i = 0; i < n; i++) {
    uint32_t word = words[i];
    if (base) {
      word -= base[i];
      word = word << 1 ^ (0u - (word >> 31));
    }
    a[i] = (uint8_t)word;
    b[i] = (uint8_t)(word >> 8);
    c[i] = (uint8_t)(word >> 16);
    d[i] = (uint8_t)(word >> 24);
  }
}

DISPATCHED
void gk_merge_planes(size_t n, const uint8_t *restrict a, const uint8_t *restrict b, const uint8_t *restrict c,
                     const uint8_t *restrict d, const uint32_t *base, uint32_t *words) {
  if (base) {
    for (size_t i = 0; i < n; i++) {
      uint32_t word = (uint32_t)a[i] | (uint32_t)b[i] << 8 | (uint32_t)c[i] << 16 | (uint32_t)d[i] << 24;
      words[i] = base[i] + (word >> 1 ^ (0u - (word & 1)));
    }
  } else {
    for (size_t i = 0; i < n; i++)
      words[i] = (uint32_t)a[i] | (uint32_t)b[i] << 8 | (uint32_t)c[i] << 16 | (uint32_t)d[i] << 24;
  }
}
