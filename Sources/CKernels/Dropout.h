#ifndef GROKLINE_DROPOUT_H
#define GROKLINE_DROPOUT_H
#include "CKernels.h"
#include "Elementary.h"

/* Numbers of a matrix whose fate is drawn together: four words of sixteen blocks. */
#define CHUNK (4 * LANES)

typedef uint32_t words __attribute__((ext_vector_type(LANES), aligned(4), may_alias));
typedef uint64_t wide_words __attribute__((ext_vector_type(LANES), aligned(8), may_alias));

/* Philox4x32-10 for sixteen blocks that follow each other: `drawn` gets all their first words, then the second ones
   and so on. Source: J. Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC 2011. */
INLINE void draw_chunk(const struct gk_mask *mask, uint64_t chunk, uint32_t drawn[CHUNK]) {
  words a, b;
  for (long lane = 0; lane < LANES; lane++) {
    const uint64_t block = chunk * LANES + (uint64_t)lane;
    a[lane] = (uint32_t)block;
    b[lane] = (uint32_t)(block >> 32);
  }
  words c = (uint32_t)mask->stream, d = (uint32_t)(mask->stream >> 32);
  uint32_t key = (uint32_t)mask->seed, other = (uint32_t)(mask->seed >> 32);
  for (int round = 0; round < 10; round++) {
    const wide_words first = __builtin_convertvector(a, wide_words) * 0xd2511f53u;
    const wide_words second = __builtin_convertvector(c, wide_words) * 0xcd9e8d57u;
    a = __builtin_convertvector(second >> 32, words) ^ b ^ key;
    b = __builtin_convertvector(second, words);
    c = __builtin_convertvector(first >> 32, words) ^ d ^ other;
    d = __builtin_convertvector(first, words);
    key += 0x9e3779b9u;
    other += 0xbb67ae85u;
  }
  *(words *)drawn = a;
  *(words *)(drawn + LANES) = b;
  *(words *)(drawn + 2 * LANES) = c;
  *(words *)(drawn + 3 * LANES) = d;
}

/* Turns the sign of those numbers first..<first + count of a matrix that are dropped; p points to the first of them. */
INLINE void mark_dropped(const struct gk_mask *mask, long first, long count, float *p) {
  uint32_t drawn[CHUNK];
  for (long i = 0; i < count;) {
    const long place = (first + i) % CHUNK;
    const long together = count - i < CHUNK - place ? count - i : CHUNK - place;
    draw_chunk(mask, (uint64_t)((first + i) / CHUNK), drawn);
    for (long j = 0; j < together; j++) p[i + j] = drawn[place + j] < mask->threshold ? -p[i + j] : p[i + j];
    i += together;
  }
}

#endif
