#include "Dropout.h"

KERNEL(void, gk_dropout,
       (const struct gk_mask *mask, long first, long count, const float *x, const float *base, float *out),
       (mask, first, count, x, base, out)) {
  const uint32_t threshold = mask->threshold;
  const float scale = mask->scale;
  uint32_t drawn[CHUNK];
  for (long i = 0; i < count;) {
    const long place = (first + i) % CHUNK;
    const long together = count - i < CHUNK - place ? count - i : CHUNK - place;
    draw_chunk(mask, (uint64_t)((first + i) / CHUNK), drawn);
    if (base) {
      for (long j = i; j < i + together; j++)
        out[j] = base[j] + (drawn[place + j - i] < threshold ? 0.0f : scale * x[j]);
    } else {
      for (long j = i; j < i + together; j++) out[j] = drawn[place + j - i] < threshold ? 0.0f : scale * x[j];
    }
    i += together;
  }
}
