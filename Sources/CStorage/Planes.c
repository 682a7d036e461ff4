#include "Levels.h"

INLINE void split(size_t n, const uint32_t *restrict words, const uint32_t *restrict base, uint8_t *restrict planes) {
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
LEVELS(split, (size_t n, const uint32_t *words, const uint32_t *base, uint8_t *planes), (n, words, base, planes))

void gk_split_planes(int level, size_t n, const uint32_t *words, const uint32_t *base, uint8_t *planes) {
  split_at_level(level, n, words, base, planes);
}

INLINE void merge(size_t n, const uint8_t *const *planes, const uint32_t *base, uint32_t *words) {
  const uint8_t *a = planes[0], *b = planes[1], *c = planes[2], *d = planes[3];
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
LEVELS(merge, (size_t n, const uint8_t *const *planes, const uint32_t *base, uint32_t *words), (n, planes, base, words))

void gk_merge_planes(int level, size_t n, const uint8_t *const *planes, const uint32_t *base, uint32_t *words) {
  merge_at_level(level, n, planes, base, words);
}
